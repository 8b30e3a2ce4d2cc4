import Foundation
import Testing
import Tokenization

@testable import HaechiCommand

@Suite struct SpmTrainFlagsTests {
  private func settings(_ flags: String...) throws -> TrainerSettings {
    try SpmTrainFlags(["--input=a", "--model_prefix=b", "--normalization_rule_name=identity"] + flags)
      .settings()
  }

  @Test func defaultsAreThoseOfSpmTrain() throws {
    let spec = try settings().trainer
    #expect(spec == SentencePieceModel.TrainerSpec())
    #expect(spec.vocabularySize == 8000 && spec.modelType == .unigram)
  }

  @Test(arguments: [
    ["--byte_fallback"], ["--byte-fallback=true"], ["--byte_fallback", "1"],
    ["--nobyte_fallback", "--byte_fallback=yes"],
  ])
  func truthHasManySpellings(flags: [String]) throws {
    let flags = ["--input=a", "--model_prefix=b", "--normalization_rule_name=identity"] + flags
    #expect(try SpmTrainFlags(flags).settings().trainer.hasByteFallback)
  }

  @Test func valuesReachTheirSettings() throws {
    let settings = try settings(
      "--model_type=BPE", "--vocab_size", "123", "--character_coverage=0.99", "--nosplit_by_number",
      "--control_symbols=<a>,\"<b,c>\"", "--pad_id=3", "--num_threads=2", "--max_memory=2M",
      "--random_seed=7",
      "--noadd_dummy_prefix", "--accept_language=ko")
    #expect(settings.trainer.modelType == .bpe && settings.trainer.vocabularySize == 123)
    #expect(settings.trainer.characterCoverage == 0.99 && !settings.trainer.splitsByNumber)
    #expect(settings.trainer.controlSymbols == ["<a>", "<b,c>"] && settings.trainer.paddingID == 3)
    #expect(settings.threads == 2 && settings.maximumMemory == 2 << 20 && settings.randomSeed == 7)
    #expect(!settings.normalizer.addsDummyPrefix)
  }

  @Test(arguments: [
    (["--input=a"], SpmTrainFault.missingFlag("model_prefix")), (["--model_prefix=a"], .missingFlag("input")),
    (["--vocabsize=3"], .unknownFlag("vocabsize", near: "vocab_size")), (["file.txt"], .notAFlag("file.txt")),
    (["--vocab_size=many"], .notAValue(flag: "vocab_size", value: "many", expected: .number)),
    (["--vocab_size"], .missingValue(flag: "vocab_size")),
    (["--byte_fallback=maybe"], .notAValue(flag: "byte_fallback", value: "maybe", expected: .truth)),
  ])
  func wrongFlagsAreTold(flags: [String], fault: SpmTrainFault) {
    #expect(throws: fault) { try SpmTrainFlags(flags).settings() }
    #expect(fault.status == .usage)
    for language in Language.allCases { #expect(!fault.text(in: language).isEmpty) }
  }

  @Test func everyFlagHasHelp() {
    for (name, flag) in SpmTrainFlags.flags {
      #expect(!flag.help.isEmpty && SpmTrainFlags.help.contains("--" + name))
    }
  }

  @Test func theVerbWritesModelAndVocabulary() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("spm-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let text = folder.appendingPathComponent("text.txt")
    try Data(String(repeating: "가나 가나다\n", count: 9).utf8).write(to: text)
    let prefix = folder.appendingPathComponent("m").path
    let command = try SpmTrainCommand.parse([
      "--input=\(text.path)", "--model_prefix=\(prefix)", "--model_type=bpe", "--vocab_size=9",
      "--normalization_rule_name=identity",
    ])
    try command.run()
    let model = try SentencePieceModel(
      serialized: [UInt8](Data(contentsOf: URL(fileURLWithPath: prefix + ".model"))))
    #expect(model.pieces.count == 9)
    let vocabulary = try String(contentsOf: URL(fileURLWithPath: prefix + ".vocab"), encoding: .utf8)
    #expect(vocabulary.hasPrefix("<unk>\t0\n<s>\t0\n</s>\t0\n\u{2581}가\t-0\n"))
  }
}

import ArgumentParser
import Foundation
import Normalization
import Tokenization

/// `haechi spm normalize`: texts as a model sees them.
struct SpmNormalizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "normalize",
    abstract: "Normalize texts by the rules of a model.",
    discussion: """
      As spm_normalize does, no dummy prefix is added and spaces stay spaces, unless --use_internal_normalization asks for \
      the text that the model itself cuts. --decompile writes the rules as a table.
      """)

  @Argument(help: "Files to read.", completion: .file())
  var files: [String] = []

  @Option(help: "The model whose rules are used.", completion: .file())
  var model: String?

  @Option(
    name: [.customLong("normalization-rule-name"), .customLong("normalization_rule_name")],
    help:
      "Rules by their name, in place of a model: \(NormalizationRule.allCases.map(\.rawValue).joined(separator: ", "))."
  )
  var ruleName: String?

  @Option(
    name: [.customLong("normalization-rule-tsv"), .customLong("normalization_rule_tsv")],
    help: "A table of rules, in place of a model: code points in hexadecimal, a tab, and what they become.",
    completion: .file())
  var ruleTable: String?

  @Flag(
    name: [.customLong("use-internal-normalization"), .customLong("use_internal_normalization")],
    help: "Add the dummy prefix, write spaces as ▁ and remove spaces as the model does.")
  var usesInternal = false

  @Option(
    name: [.customLong("remove-extra-whitespaces"), .customLong("remove_extra_whitespaces")],
    help: "Whether spaces at the ends go and runs of spaces become one: true or false.")
  var removesExtraWhitespace = true

  @Flag(help: "Write the rules: code points in hexadecimal, a tab, and what they become.")
  var decompile = false

  @Option(
    name: [.customLong("input-format"), .customLong("input_format")],
    help: "text: a line is a text. jsonl: a line is a JSON string, and so is the output.")
  var inputFormat = "text"

  @Flag(
    help: "Write {\"text\": …, \"offsets\": …}: for each byte, and the end, its place in the user's text.")
  var offsets = false

  @Option(help: "A file to read; - is the standard input. (default: -)", completion: .file())
  var input: String?

  @Option(help: "A file to write; - is the standard output. (default: -)", completion: .file())
  var output: String?

  @Option(help: "How many threads work at once; the output does not depend on it.")
  var threads = 1

  @Flag(help: "Stop at the first line that cannot be read, with exit status 65.")
  var strict = false

  @OptionGroup var spoken: LanguageOption

  func run() throws {
    try spoken.reportingFailure {
      let format = try SpmInputFormat.named(inputFormat, option: "--input-format")
      guard 1...1024 ~= threads else {
        throw CommandFailure(status: .usage, message: .notAThreadCount(value: threads))
      }
      var (spec, isSuffixed) = try rules()
      let sink = try SpmOutput(path: output)
      if decompile {
        try sink.write(try tsv(of: spec))
        return try sink.finish()
      }
      if !usesInternal {
        spec.addsDummyPrefix = false
        spec.escapesWhitespace = false
        spec.removesExtraWhitespace = removesExtraWhitespace
        isSuffixed = false
      }
      let normalizer = try normalizer(spec, isSuffixed: isSuffixed)
      let run = SpmRun(
        language: spoken.language, isStrict: strict,
        faultForm: format == .jsonl || offsets ? .json : .emptyLine)
      let addsOffsets = offsets
      try run.run(
        SpmLineReader(paths: (input.map { [$0] } ?? []) + files), to: sink, threads: threads
      ) { line, _, output in
        do throws(SpmFault) {
          let text = AlignedText(utf8: try SpmText.bytes(of: line, format: format))
          let (utf8, places) = normalizer.normalized(text)
          SpmNormalizeCommand.write(utf8, addsOffsets ? places : nil, isJSON: format == .jsonl, to: &output)
          return nil
        } catch { return error }
      }
    }
  }

  private static func write(
    _ utf8: [UInt8], _ offsets: [Int]?, isJSON: Bool, to output: inout [UInt8]
  ) {
    defer { output.append(0x0A) }
    guard isJSON || offsets != nil else { return output += utf8 }
    if offsets != nil { output += "{\"text\":".utf8 }
    SpmJSON.append(utf8, to: &output)
    guard let offsets else { return }
    output += ",\"offsets\":[".utf8
    output += offsets.map(String.init).joined(separator: ",").utf8
    output += "]}".utf8
  }

  /// The rules that are asked for, and whether `▁` stands behind words.
  private func rules() throws -> (SentencePieceModel.NormalizerSpec, Bool) {
    if let model {
      if ruleName != nil { throw CommandFailure(.optionsExclude("--model", "--normalization_rule_name")) }
      if ruleTable != nil { throw CommandFailure(.optionsExclude("--model", "--normalization_rule_tsv")) }
      let loaded = try SpmModel.load(path: model)
      return (loaded.normalizer, loaded.trainer.treatsWhitespaceAsSuffix)
    }
    if let ruleTable {
      if ruleName != nil {
        throw CommandFailure(.optionsExclude("--normalization_rule_name", "--normalization_rule_tsv"))
      }
      return (try table(ruleTable), false)
    }
    guard let ruleName else { throw CommandFailure(.noModel) }
    guard let rule = NormalizationRule(rawValue: ruleName) else {
      throw CommandFailure(
        .optionUnknown(
          option: "--normalization_rule_name", value: ruleName,
          valid: NormalizationRule.allCases.map(\.rawValue)))
    }
    return (SentencePieceModel.NormalizerSpec(rule: rule), false)
  }

  private func table(_ path: String) throws -> SentencePieceModel.NormalizerSpec {
    let text: String
    do { text = try String(contentsOfFile: path, encoding: .utf8) } catch {
      throw CommandFailure(
        status: .noInput, message: .fileUnreadable(path: path, reason: Detail.reason("\(error)")))
    }
    do {
      return try SentencePieceModel.NormalizerSpec(
        tsv: text.split(whereSeparator: \.isNewline).map(String.init), path: path)
    } catch {
      let fault = SpmTrainFault.training(error)
      throw CommandFailure(status: .data, message: .spmTrain(fault))
    }
  }

  /// A tokenizer that is only asked to normalize: one unknown piece and the rules.
  private func normalizer(
    _ spec: SentencePieceModel.NormalizerSpec, isSuffixed: Bool
  ) throws(CommandFailure) -> Tokenizer {
    var trainer = SentencePieceModel.TrainerSpec()
    trainer.modelType = .char
    trainer.treatsWhitespaceAsSuffix = isSuffixed
    let unknown = SentencePieceModel.Piece(bytes: Array("<unk>".utf8), score: 0, type: .unknown)
    var pieces = [unknown]
    // What is user-defined passes the rules unchanged where the model's own normalization is asked for.
    if usesInternal, let model {
      pieces += try SpmModel.load(path: model).pieces.filter { $0.type == .userDefined }
    }
    do {
      return try Tokenizer(model: SentencePieceModel(pieces: pieces, trainer: trainer, normalizer: spec))
    } catch {
      throw CommandFailure(
        status: .data, message: .spm(.modelUnusable(path: model ?? "-", fault: .tokenization(error))))
    }
  }

  private func tsv(of spec: SentencePieceModel.NormalizerSpec) throws(CommandFailure) -> [UInt8] {
    guard !spec.precompiledCharsmap.isEmpty else { return [] }
    do {
      return try CharsmapRules(precompiled: spec.precompiledCharsmap).tsv
    } catch {
      throw CommandFailure(
        status: .data, message: .spm(.modelUnusable(path: model ?? "-", fault: .tokenization(error))))
    }
  }
}

import Foundation
import Testing

@testable import Tokenization

/// The rules that the tests train with, made once.
enum Rules {
  static let identity = SentencePieceModel.NormalizerSpec(rule: .identity)
  static let nmtNFKC = SentencePieceModel.NormalizerSpec(rule: .nmtNFKC)
  static let nfkc = SentencePieceModel.NormalizerSpec(rule: .nfkc)
  static let nfkcCasefold = SentencePieceModel.NormalizerSpec(rule: .nfkcCasefold)
  static let nmtNFKCCasefold = SentencePieceModel.NormalizerSpec(rule: .nmtNFKCCasefold)
  static let hangul = SentencePieceModel.NormalizerSpec(rule: .hangul)

  static func spec(_ rule: NormalizationRule) -> SentencePieceModel.NormalizerSpec {
    switch rule {
    case .identity: identity
    case .nmtNFKC: nmtNFKC
    case .nfkc: nfkc
    case .nfkcCasefold: nfkcCasefold
    case .nmtNFKCCasefold: nmtNFKCCasefold
    case .hangul: hangul
    }
  }
}

/// The trainings of `GOLDENS` in Sources/python/spm_train_golden.py.
enum GoldenTraining: String, CaseIterable {
  case bpe
  case bpeOptions = "bpe-options"
  case unigram
  case unigramOptions = "unigram-options"
  case unigramLines = "unigram-lines"
  case word
  case char

  var settings: TrainerSettings {
    var settings = TrainerSettings()
    settings.trainer.modelType =
      rawValue.hasPrefix("bpe") ? .bpe : self == .word ? .word : self == .char ? .char : .unigram
    settings.trainer.vocabularySize =
      [.bpe: 700, .word: 300, .char: 400, .bpeOptions: 900, .unigramOptions: 800][self] ?? 500
    settings.normalizer =
      self == .bpeOptions ? Rules.identity : self == .unigramOptions ? Rules.nfkcCasefold : Rules.nmtNFKC
    switch self {
    case .bpe: settings.trainer.characterCoverage = 1
    case .bpeOptions:
      settings.trainer.hasByteFallback = true
      settings.trainer.splitsDigits = true
      settings.trainer.treatsWhitespaceAsSuffix = true
      settings.trainer.userDefinedSymbols = ["<sep>", "합니다"]
    case .unigramOptions:
      settings.trainer.hasByteFallback = true
      settings.trainer.splitsByScript = false
      settings.trainer.splitsByNumber = false
      settings.trainer.maximumPieceLength = 6
      settings.trainer.paddingID = 3
    case .unigramLines: settings.trainer.splitsByWhitespace = false
    case .unigram, .word, .char: break
    }
    return settings
  }

  /// Pieces and scores as sentencepiece 0.2.3 wrote them.
  func golden() throws -> [String] {
    String(decoding: try Golden.bytes("training/\(rawValue).vocab"), as: UTF8.self)
      .split(separator: "\n").map(String.init)
  }
}

@Suite struct SentencePieceTrainerTests {
  private func vocabulary(_ model: SentencePieceModel) -> [String] {
    model.pieces.map { "\($0.text)\t\(String(format: "%g", Double($0.score)))" }
  }

  @Test(arguments: GoldenTraining.allCases)
  func piecesAndScoresAreThoseOfSentencePiece(training: GoldenTraining) throws {
    let result = try SentencePieceTrainer(settings: training.settings).train(lines: Golden.lines())
    #expect(vocabulary(result.model) == (try training.golden()))
  }

  @Test(arguments: GoldenTraining.allCases)
  func theBytesDoNotDependOnTheThreads(training: GoldenTraining) throws {
    var settings = training.settings
    let lines = try Golden.lines()
    let one = try SentencePieceTrainer(settings: settings).train(lines: lines).model.serialized()
    settings.threads = 3
    #expect(try SentencePieceTrainer(settings: settings).train(lines: lines).model.serialized() == one)
  }

  @Test func theModelCutsTextAndCanBeReadBack() throws {
    let result = try SentencePieceTrainer(settings: GoldenTraining.unigram.settings).train(
      lines: Golden.lines())
    let read = try SentencePieceModel(serialized: result.model.serialized())
    #expect(read == result.model)
    #expect(!(try Tokenizer(model: read).pieces("안녕하세요 반갑습니다")).isEmpty)
  }

  @Test func wordsOnDiskGiveTheSameModel() throws {
    var settings = GoldenTraining.unigram.settings
    let lines = try Golden.lines()
    let inMemory = try SentencePieceTrainer(settings: settings).train(lines: lines)
    // So small that every block of lines goes to the disk, and so large that every word comes back.
    settings.maximumMemory = 60_000
    let onDisk = try SentencePieceTrainer(settings: settings).train(lines: lines)
    #expect(onDisk.report.droppedWords == 0)
    #expect(onDisk.model.pieces == inMemory.model.pieces)
  }

  @Test func tooManyWordsLoseTheRarest() throws {
    var settings = GoldenTraining.bpe.settings
    settings.trainer.isVocabularyLimitHard = false
    settings.maximumMemory = 4000
    let result = try SentencePieceTrainer(settings: settings).train(lines: Golden.lines())
    #expect(result.report.droppedWords > 0)
    #expect(result.report.droppedOccurrences >= result.report.droppedWords)
  }

  @Test func countsStandForRepeatedLines() throws {
    var settings = GoldenTraining.bpe.settings
    settings.trainer.vocabularySize = 12
    let repeated = try SentencePieceTrainer(settings: settings).train(
      lines: ["ab ab", "ab ab", "ab ab", "cd"].map { Array($0.utf8) })
    settings.trainer.inputFormat = "tsv"
    let counted = try SentencePieceTrainer(settings: settings).train(
      lines: ["ab ab\t3", "cd\t1"].map { Array($0.utf8) })
    #expect(counted.model.pieces == repeated.model.pieces)
    #expect(throws: TokenizerTrainingError.malformedRow(line: 1, found: "ab 3")) {
      try SentencePieceTrainer(settings: settings).train(lines: [Array("ab 3".utf8)])
    }
  }

  @Test func linesThatCannotBeUsedAreCounted() throws {
    var settings = GoldenTraining.char.settings
    settings.trainer.isVocabularyLimitHard = false
    settings.trainer.maximumSentenceLength = 20
    let lines: [[UInt8]] = [
      Array("좋은 글".utf8), [], Array("\u{2585} 예약".utf8), Array(repeating: 0x61, count: 21), [0x20, 0x20],
      [0x61, 0xFF], [0x62, 0x00],
    ]
    let report = try SentencePieceTrainer(settings: settings).train(lines: lines).report
    #expect(report.lines == 7 && report.usedLines == 3)
    #expect(report.emptyLines == 1 && report.reservedLines == 1 && report.blankLines == 1)
    #expect(report.longLines == 1 && report.longestLine == 21)
    #expect(report.malformedLines == 1 && report.nullLines == 1)
  }

  @Test func drawnLinesAreTheSameForASeed() throws {
    var settings = GoldenTraining.word.settings
    settings.trainer.isVocabularyLimitHard = false
    settings.trainer.inputSentenceSize = 101
    let lines = (0..<1000).map { Array("w\($0)".utf8) }
    let first = try SentencePieceTrainer(settings: settings).train(lines: lines)
    #expect(first.report.usedLines == 101)
    #expect(try SentencePieceTrainer(settings: settings).train(lines: lines).model == first.model)
    settings.randomSeed = 2
    #expect(try SentencePieceTrainer(settings: settings).train(lines: lines).model != first.model)
    settings.trainer.shufflesInput = false
    let pieces = try SentencePieceTrainer(settings: settings).train(lines: lines).model.pieces
    #expect(pieces.contains { $0.text == "\u{2581}w100" } && !pieces.contains { $0.text == "\u{2581}w101" })
  }

  @Test func seedsFromAFileAreTheOnlyOnes() throws {
    let path = NSTemporaryDirectory() + "/haechi-seeds-\(UUID().uuidString).tsv"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data("가나\t50\n나다\t2\nxyz\t9\n".utf8).write(to: URL(fileURLWithPath: path))
    var settings = GoldenTraining.unigram.settings
    settings.trainer.vocabularySize = 3 + 4 + 1
    settings.trainer.seedFile = path
    let lines = Array(repeating: Array("가나 가나다".utf8), count: 20)
    let pieces = try SentencePieceTrainer(settings: settings).train(lines: lines).model.pieces
    #expect(Set(pieces.dropFirst(3).map(\.text)) == ["가나", "가", "나", "다", "\u{2581}"])
  }

  @Test func bytePairsCanChooseTheirCharacters() throws {
    var settings = GoldenTraining.bpe.settings
    settings.trainer.vocabularySize = 3 + 256 + 12
    settings.trainer.hasByteFallback = true
    settings.trainer.choosesCharacterCoverage = true
    let lines = Array(repeating: Array("가나다라 가나다라 마바".utf8), count: 9) + [Array("희귀".utf8)]
    let pieces = try SentencePieceTrainer(settings: settings).train(lines: lines).model.pieces
    #expect(pieces.count == settings.trainer.vocabularySize)
    #expect(pieces.contains { $0.text == "\u{2581}가나다라" } && !pieces.contains { $0.text == "희" })
  }

  @Test func wrongSettingsAreRefused() {
    func refused(_ change: (inout TrainerSettings) -> Void) -> TokenizerTrainingError? {
      var settings = GoldenTraining.bpe.settings
      change(&settings)
      do { _ = try SentencePieceTrainer(settings: settings) } catch { return error }
      return nil
    }
    #expect(refused { $0.trainer.characterCoverage = 0.5 } != nil)
    #expect(
      refused { $0.threads = 0 } == .settingOutOfRange(name: "num_threads", found: 0, expected: 1...1024))
    #expect(refused { $0.trainer.controlSymbols = ["<a>", "<a>"] } == .duplicateSymbol(name: "<a>"))
    #expect(refused { $0.trainer.userDefinedSymbols = ["<unk>"] } == .duplicateSymbol(name: "<unk>"))
    #expect(refused { $0.trainer.beginID = 0 } == .specialIDTaken(piece: "<s>", id: 0))
    #expect(
      refused { $0.trainer.endID = 700 } == .specialIDOutOfRange(piece: "</s>", id: 700, vocabularySize: 700))
    #expect(refused { $0.trainer.unknownID = -1 } == .unknownPieceMissing)
    #expect(refused { $0.trainer.usesWholeVocabulary = true } != nil)
    #expect(refused { $0.trainer.inputFormat = "xml" } != nil)
    #expect(refused { $0.trainer.beginPiece = "" } == .emptySymbol(setting: "bos_piece"))
  }

  @Test func textThatCannotFillTheVocabularyIsRefused() throws {
    var settings = GoldenTraining.bpe.settings
    #expect(throws: TokenizerTrainingError.noText) {
      try SentencePieceTrainer(settings: settings).train(lines: [])
    }
    settings.trainer.vocabularySize = 5
    #expect(throws: TokenizerTrainingError.vocabularyTooSmall(requested: 5, required: 6)) {
      try SentencePieceTrainer(settings: settings).train(lines: [Array("ab".utf8)])
    }
    settings.trainer.vocabularySize = 100
    #expect(throws: TokenizerTrainingError.vocabularyTooLarge(requested: 100, possible: 8)) {
      try SentencePieceTrainer(settings: settings).train(lines: [Array("ab".utf8)])
    }
  }
}

import Testing

@testable import Tokenization

@Suite struct BPETrainerTests {
  private func train(_ lines: [String], _ change: (inout BPETrainer.Settings) -> Void) throws -> [String] {
    var settings = BPETrainer.Settings()
    settings.hasByteFallback = false
    settings.characterCoverage = 1
    change(&settings)
    let model = try BPETrainer(settings: settings).train(lines: lines.map { Array($0.utf8) })
    #expect(model.pieces.count == settings.vocabularySize)
    return model.pieces.dropFirst(3).map(\.text)
  }

  @Test func theMostFrequentPairComesFirst() throws {
    // ▁ab 3 times, ▁ac once: a|b 3, ▁|a 4.
    #expect(try train(["ab ab ab ac"]) { $0.vocabularySize = 9 } == ["▁a", "▁ab", "a", "▁", "b", "c"])
  }

  @Test func tiesGoToTheShorterAndThenToTheSmallerBytes() throws {
    let pieces = try train(["ba dc"]) {
      $0.vocabularySize = 3 + 3 + 5
      $0.addsDummyPrefix = false
    }
    // ba, dc (with its space, ▁d) occur once each.
    #expect(pieces.prefix(3) == ["ba", "dc", "▁dc"])
  }

  @Test func piecesKeepToOneWordOneScriptAndSingleDigits() throws {
    let lines = Array(repeating: "가a가a 12 12 나나", count: 5)
    let pieces = try train(lines) { $0.vocabularySize = 3 + 6 + 3 }
    for piece in pieces {
      #expect(!piece.dropFirst().contains("▁"))
      #expect(!(piece.contains("가") && piece.contains("a")))
      #expect(!(piece.contains("1") && piece.utf8.count > 1))
    }
  }

  @Test func piecesAreNoLongerThanAllowed() throws {
    let pieces = try train([String(repeating: "가나다라마바사", count: 3)]) {
      $0.maximumPieceLength = 3
      $0.vocabularySize = 3 + 8 + 5
    }
    #expect(pieces.allSatisfy { $0.unicodeScalars.count <= 3 })
    #expect(pieces.contains { $0.unicodeScalars.count == 3 })
  }

  @Test func specialPiecesStandFirstInTheirOrder() throws {
    var settings = BPETrainer.Settings()
    settings.controlSymbols = ["<|pred|>", "<|a|>"]
    settings.vocabularySize = 261 + 3
    let model = try BPETrainer(settings: settings).train(lines: [Array("가".utf8)])
    #expect(model.pieces.prefix(6).map(\.text) == ["<unk>", "<s>", "</s>", "<|pred|>", "<|a|>", "<0x00>"])
    #expect(model.pieces.prefix(6).map(\.type) == [.unknown, .control, .control, .control, .control, .byte])
    #expect(model.pieces[260].text == "<0xFF>")
    #expect(model.pieces.suffix(3).map(\.score) == [0, -1, -2])
    #expect(model.trainer.controlSymbols == ["<|pred|>", "<|a|>"])
    #expect(model.normalizer.name == "identity")
  }

  @Test func rareCharactersGetNoPieceUnlessTheyAreRequired() throws {
    let lines = Array(repeating: "aaaaaaaaaa", count: 10) + ["z y"]
    let some = try train(lines) {
      $0.characterCoverage = 0.9
      $0.vocabularySize = 3 + 4 + 2
      $0.requiredCharacters = "zk"
    }
    #expect(some.contains("z") && some.contains("k") && some.contains("a"))
    #expect(!some.contains("y"))
  }

  @Test func theOrderOfTheLinesDoesNotMatter() throws {
    let lines = try Golden.lines()
    let trainer = BPETrainer(settings: Golden.settings)
    let forwards = try trainer.train(lines: lines)
    let backwards = try trainer.train(lines: lines.reversed())
    #expect(forwards.serialized() == backwards.serialized())
  }

  @Test func progressTellsTheWayToTheEnd() throws {
    var seen: [BPETrainer.Progress] = []
    _ = try BPETrainer(settings: Golden.settings).train(lines: Golden.lines()) { seen.append($0) }
    #expect(seen.last.map { $0.pieces == $0.piecesWanted } == true)
    #expect(zip(seen, seen.dropFirst()).allSatisfy { $0.pieces < $1.pieces })
  }

  @Test func textThatCannotFillTheVocabularyIsRefused() {
    #expect(throws: TokenizationError.noTrainingText) { try train([]) { _ in } }
    #expect(throws: TokenizationError.noTrainingText) { try train(["", ""]) { _ in } }
    #expect(throws: TokenizationError.vocabularyTooSmall(requested: 4, required: 6)) {
      try train(["ab"]) { $0.vocabularySize = 4 }
    }
    #expect(throws: TokenizationError.vocabularyTooLarge(requested: 100, possible: 8)) {
      try train(["ab"]) { $0.vocabularySize = 100 }
    }
  }

  @Test func settingsOutOfRangeAreRefused() {
    #expect(throws: TokenizationError.settingOutOfRange(name: "characterCoverage", found: 2, expected: 0...1))
    {
      try train(["a"]) { $0.characterCoverage = 2 }
    }
    #expect(
      throws: TokenizationError.settingOutOfRange(name: "maximumPieceLength", found: 0, expected: 1...512)
    ) {
      try train(["a"]) { $0.maximumPieceLength = 0 }
    }
    #expect(throws: TokenizationError.invalidSymbol(name: "<s>")) {
      try train(["a"]) { $0.controlSymbols = ["<s>"] }
    }
    #expect(throws: TokenizationError.invalidSymbol(name: "")) {
      try train(["a"]) { $0.controlSymbols = [""] }
    }
  }
}

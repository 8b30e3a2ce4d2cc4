import Testing

@testable import Tokenization

@Suite struct CoverageReportTests {
  private func report(_ texts: [String], _ tokenizer: some TextTokenizer) -> CoverageReport {
    texts.reduce(into: CoverageReport()) { $0.add(Array($1.utf8), tokenizer) }
  }

  @Test func piecesCharactersAndWordsAreCounted() throws {
    let tokenizer = try Tokenizer(
      model: Sample.model(
        .unigram,
        [
          Sample.piece("▁가나", -1), Sample.piece("▁", -3), Sample.piece("다", -2), Sample.piece("라", -2),
          Sample.piece("마", -2),
        ], dummyPrefix: true))
    let report = report(["가나 다라", "힣가나"], tokenizer)
    #expect(report.texts == 2 && report.characters == 8 && report.bytes == 22)
    // ▁가나 ▁ 다 라, ▁ unknown (힣가나)
    #expect(report.tokens == 6 && report.unknownTokens == 1 && report.unknownCharacters == 3)
    #expect(report.words == 3 && report.wholeWords == 2)
    #expect(report.syllables == 7 && report.cutSyllables == 0)
    #expect(report.tokensPerCharacter == 0.75 && report.roundTripShare == 0.5)
  }

  @Test func aSyllableOfSeveralBytePiecesIsCut() throws {
    let tokenizer = try Golden.tokenizer("haechi.model")
    let report = report(["쀍쀍"], tokenizer)
    #expect(report.byteTokens == 6 && report.cutSyllables == 2 && report.cutSyllableShare == 1)
    #expect(report.roundTripShare == 1 && report.unknownShare == 0)
  }

  @Test func byteLevelPiecesThatAreNoCharactersCountAsBytes() throws {
    let report = report(["뷁"], try HuggingFaceTokenizerTests.tokenizer("qwen"))
    #expect(report.tokens >= 1 && report.roundTripShare == 1)
    #expect(self.report(["힣"], try HuggingFaceTokenizerTests.tokenizer("llama3")).byteTokens >= 2)
  }

  @Test func decomposedTextIsWeighedAgainstComposed() throws {
    let tokenizer = try Golden.tokenizer("sentencepiece-bpe.model")
    let report = report(["해치는 옳고 그름을 가립니다.", "abc"], tokenizer)
    #expect(report.decompositionPenalty > 2)
    #expect(report.decomposedEqualShare == 0.5)
  }

  @Test func reportsOfPartsAddUpToThatOfTheWhole() throws {
    let tokenizer = try Golden.tokenizer("unigram.model")
    let texts = try Golden.lines().map { String(decoding: $0, as: UTF8.self) }
    var sum = report(Array(texts[..<20]), tokenizer)
    sum.add(report(Array(texts[20...]), tokenizer))
    #expect(sum == report(texts, tokenizer))
  }

  @Test func nothingGivesSharesOfZero() throws {
    let report = CoverageReport()
    #expect(report.tokensPerCharacter == 0 && report.byteShare == 0 && report.decompositionPenalty == 0)
    #expect(self.report([""], try HuggingFaceTokenizerTests.tokenizer("bert-cased")).tokens == 0)
  }
}

import Foundation
import Normalization
import Testing

@testable import Tokenization

/// Agreement with the `tokenizers` library; Goldens/README.md says how the files came about.
@Suite struct HuggingFaceTokenizerTests {
  static let names = ["llama3", "qwen", "gpt2", "o200k", "bert-uncased", "bert-cased"]

  struct Encodings: Decodable {
    struct File: Decodable {
      var ids: [[Int32]]
      var decoded: [String]
    }

    var inputs: [String]
    var files: [String: File]
  }

  static let encodings = Result {
    try JSONDecoder().decode(
      Encodings.self, from: Data(contentsOf: Golden.url("HuggingFace/encodings.json")))
  }

  static func tokenizer(_ name: String) throws -> HuggingFaceTokenizer {
    try HuggingFaceTokenizer(json: Golden.bytes("HuggingFace/\(name).json"))
  }

  @Test(arguments: names)
  func idsAndDecodedTextAreThoseOfTheLibrary(name: String) throws {
    let encodings = try Self.encodings.get()
    let file = try #require(encodings.files[name])
    let tokenizer = try Self.tokenizer(name)
    for (index, input) in encodings.inputs.enumerated() {
      #expect(tokenizer.encode(AlignedText(input)).ids == file.ids[index], "\(input.debugDescription)")
      #expect(
        tokenizer.decodedBytes(file.ids[index]) == Array(file.decoded[index].utf8),
        "\(input.debugDescription)")
    }
  }

  @Test(arguments: [("llama3", 1, 0), ("qwen", 0, 0), ("bert-cased", 1, 1)])
  func theTemplateStandsAroundTheTextUnlessItIsLeftOut(name: String, before: Int, behind: Int) throws {
    var tokenizer = try Self.tokenizer(name)
    let text = AlignedText("안녕, world!")
    let whole = tokenizer.encode(text)
    tokenizer.addsSpecialTokens = false
    let plain = tokenizer.encode(text)
    #expect(Array(whole.ids.dropFirst(before).dropLast(behind)) == plain.ids)
    #expect(whole.ids.count == plain.ids.count + before + behind)
    #expect(whole.spans.prefix(before).allSatisfy { $0 == 0..<0 })
    #expect(whole.spans.suffix(behind).allSatisfy { $0 == text.utf8.count..<text.utf8.count })
    #expect(tokenizer.encode(AlignedText("")) == Encoding())
  }

  @Test(arguments: names)
  func spansRiseAndHoldWholeScalarsOfTheText(name: String) throws {
    let tokenizer = try Self.tokenizer(name)
    for input in try Self.encodings.get().inputs {
      let source = Array(input.utf8)
      var last = 0..<0
      for span in tokenizer.encode(AlignedText(input)).spans {
        #expect(span.lowerBound >= last.lowerBound && span.upperBound >= last.upperBound)
        #expect(UTF8Validation.firstInvalidOffset(in: Array(source[span])) == nil)
        last = span
      }
    }
  }

  @Test(arguments: ["llama3", "gpt2"])
  func byteLevelSpansCoverTheText(name: String) throws {
    let tokenizer = try Self.tokenizer(name)
    for input in try Self.encodings.get().inputs {
      var covered = 0
      for span in tokenizer.encode(AlignedText(input)).spans {
        #expect(span.lowerBound <= covered)
        covered = max(covered, span.upperBound)
      }
      #expect(covered == input.utf8.count)
    }
  }

  @Test func malformedBytesAreReadAsReplacementCharacters() throws {
    for name in Self.names {
      let tokenizer = try Self.tokenizer(name)
      let bytes: [UInt8] = [0x61, 0xFF, 0xEA, 0xB0, 0x20, 0x62]
      let encoding = tokenizer.encode(AlignedText(utf8: bytes))
      #expect(encoding.ids == tokenizer.encode(AlignedText("a\u{FFFD}\u{FFFD}\u{FFFD} b")).ids)
      #expect(encoding.spans.allSatisfy { $0.upperBound <= bytes.count })
    }
  }

  @Test func specialTokensAreLeftOutOfTheTextUnlessTheyAreAskedFor() throws {
    var tokenizer = try Self.tokenizer("llama3")
    let ids = tokenizer.encode(AlignedText("가<|eot_id|>나")).ids
    #expect(tokenizer.decode(ids) == "가나")
    tokenizer.skipsSpecialTokens = false
    #expect(tokenizer.decode(ids) == "<|begin_of_text|>가<|eot_id|>나")
  }

  @Test(
    arguments: [
      ("", .malformedJSON(offset: 0)), ("{", .malformedJSON(offset: 1)),
      ("{}", .malformedMember(path: "model", expected: "an object")),
      (
        #"{"model":{"type":"BPE"}}"#,
        .malformedMember(path: "model.vocab", expected: "an object of tokens and ids")
      ),
      (
        #"{"model":{"type":"BPE","vocab":{"a":0}}}"#,
        .malformedMember(path: "model.merges", expected: "an array of pairs")
      ),
      (
        #"{"model":{"type":"BPE","vocab":{"a":0},"merges":["a b"]}}"#,
        .malformedMember(path: "model.merges.0", expected: "two tokens that make a third")
      ),
      (
        #"{"model":{"type":"BPE","vocab":{"a":-1},"merges":[]}}"#,
        .malformedMember(path: "model.vocab.a", expected: "an id")
      ),
      (
        #"{"model":{"type":"BPE","vocab":{"a":1e300},"merges":[]}}"#,
        .malformedMember(path: "model.vocab.a", expected: "an id")
      ),
      (#"{"model":{"type":"Odd","vocab":{}}}"#, .unsupportedMember(path: "model.type", found: "Odd")),
      (
        #"{"model":{"type":"WordPiece","vocab":{}}}"#,
        .malformedMember(path: "model.unk_token", expected: "a token of the vocabulary")
      ),
      (
        #"{"normalizer":{"type":"Odd"},"model":{"type":"BPE","vocab":{},"merges":[]}}"#,
        .unsupportedMember(path: "normalizer.type", found: "Odd")
      ),
      (
        #"{"pre_tokenizer":{"type":"Split","pattern":{"Regex":"(a"}},"model":{"vocab":{},"merges":[]}}"#,
        .malformedPattern(pattern: "(a", offset: 2)
      ),
      (String(repeating: "[", count: 100_000), .malformedJSON(offset: 128)),
    ] as [(String, TokenizationError)])
  func filesThatCannotWorkAreRefused(json: String, error: TokenizationError) {
    #expect(throws: error) { try HuggingFaceTokenizer(json: Array(json.utf8)) }
  }

  @Test func filesAreToldApart() throws {
    #expect(try TokenizerFile.tokenizer(Golden.bytes("HuggingFace/qwen.json")) is HuggingFaceTokenizer)
    #expect(try TokenizerFile.tokenizer(Golden.bytes("unigram.model")) is Tokenizer)
    #expect(TokenizerFile.isJSON(Array("\n {\"a\":1}".utf8)))
    // A model whose first piece is a message of 0x7B bytes.
    let piece = [0x0A, 0x79] + [UInt8](repeating: 0x61, count: 0x79)
    #expect(!TokenizerFile.isJSON([0x0A, UInt8(piece.count)] + piece))
  }
}

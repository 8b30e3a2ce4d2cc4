import Foundation
import Normalization
import Testing

@testable import Tokenization

/// The classes of scalars against those of the `tokenizers` library; Goldens/README.md says how they came about.
@Suite struct UnicodeClassTests {
  struct Checksum: Decodable, Equatable {
    var count: Int
    var fnv: String
  }

  /// Planes 0 and 1, and each 97th scalar behind: all of them would take a debug build a minute.
  static let scalars = (UInt32(0)..<0x110000).filter {
    !(0xD800..<0xE000).contains($0) && ($0 < 0x20000 || $0 % 97 == 0)
  }

  /// FNV-1a over the scalars that `isIn` holds for.
  static func checksum(_ isIn: (UInt32) -> Bool) -> Checksum {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    var count = 0
    for scalar in scalars where isIn(scalar) {
      hash = (hash ^ UInt64(scalar)) &* 0x100_0000_01B3
      count += 1
    }
    let digits = String(hash, radix: 16)
    return Checksum(count: count, fnv: String(repeating: "0", count: 16 - digits.count) + digits)
  }

  static let golden = Result {
    try JSONDecoder().decode(
      [String: Checksum].self, from: Data(contentsOf: Golden.url("HuggingFace/classes.json")))
  }

  @Test func everyClassHoldsTheScalarsThatItHoldsInTheLibrary() throws {
    let golden = try Self.golden.get()
    // One walk over all scalars: looking up a category is what takes the time.
    var categories: [UInt32: UnicodeClass.Categories] = [:]
    for scalar in Self.scalars { categories[scalar] = UnicodeClass.category(scalar) }
    for name in ["L", "M", "N", "P", "S", "Lu", "Ll", "Lt", "Lm", "Lo", "Nd"] {
      let wanted = try #require(UnicodeClass.Categories(named: name))
      #expect(
        Self.checksum { !wanted.isDisjoint(with: categories[$0] ?? []) } == golden[name], "\\p{\(name)}")
    }
    #expect(Self.checksum(UnicodeClass.isSpace) == golden["space"])
    #expect(Self.checksum(UnicodeClass.isWord) == golden["word"])
  }

  @Test func theClassesOfBERTHoldTheScalarsThatTheyHoldInTheLibrary() throws {
    let golden = try Self.golden.get()
    func bert(_ cleans: Bool, _ pads: Bool, _ strips: Bool) -> HuggingFaceNormalizer {
      .bert(cleansText: cleans, padsChinese: pads, stripsAccents: strips, lowercases: false)
    }
    func changes(_ scalar: UInt32, _ normalizer: HuggingFaceNormalizer) -> [UInt8]? {
      let source = UTF8Scalar.bytes(of: scalar)
      let result = normalizer.apply(to: AlignedText(utf8: source)).utf8
      return result == source ? nil : result
    }
    #expect(Self.checksum { changes($0, bert(true, false, false)) != nil } == golden["bert-cleaned"])
    #expect(Self.checksum { changes($0, bert(false, true, false)) != nil } == golden["bert-chinese"])
    #expect(Self.checksum { changes($0, bert(false, false, true)) == [] } == golden["bert-marks"])
    let punctuation = try HuggingFacePreTokenizer(
      JSONTree(utf8: Array(#"{"type":"BertPreTokenizer"}"#.utf8)), path: "")
    let isCut: (UInt32) -> Bool = { scalar in
      let text = ScalarText([0x61] + UTF8Scalar.bytes(of: scalar) + [0x61])
      return punctuation.apply(to: [HuggingFaceWord(range: 0..<3)], of: text).count == 3
    }
    #expect(Self.checksum(isCut) == golden["bert-punctuation"])
  }
}

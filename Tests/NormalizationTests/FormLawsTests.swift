import Foundation
import Testing

@testable import Normalization

/// The fuzzer's laws on its seeds and on random bytes, in the ordinary run of the tests.
@Suite struct FormLawsTests {
  static let seeds: [String] = {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../Fuzz/NormalizationSeeds").standardized
    return ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
      .map { folder.appendingPathComponent($0).path }
  }()

  @Test func thereAreSeeds() { #expect(Self.seeds.count >= 10) }

  @Test(arguments: seeds)
  func aSeedBreaksNoLaw(path: String) throws {
    let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    #expect(FormLaws.broken(by: bytes).isEmpty)
    // Every end of it, so that something is cut short.
    for count in 0..<min(bytes.count, 64) { #expect(FormLaws.broken(by: Array(bytes[..<count])).isEmpty) }
  }

  @Test(arguments: 0..<60 as Range<UInt64>)
  func randomBytesBreakNoLaw(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let bytes = NastyText.bytes(count: 60, using: &generator)
    #expect(FormLaws.broken(by: bytes).isEmpty, "\(bytes)")
  }

  @Test func aBrokenMapIsFound() {
    #expect(FormLaws.brokenMap(of: AlignedText("ab"), source: Array("ac".utf8)) != [])
    #expect(FormLaws.brokenMap(of: AlignedText("ab"), source: Array("abc".utf8)) != [])
  }
}

import Foundation
import Testing

@testable import Normalization

/// Unicode's own test of the forms, from Debian's package unicode-data.
@Suite struct NormalizationConformanceTests {
  static let path = "/usr/share/unicode/NormalizationTest.txt"
  static let isThere =
    FileManager.default.fileExists(atPath: path) || FileManager.default.fileExists(atPath: path + ".bz2")

  private static func file() throws -> String {
    if let data = FileManager.default.contents(atPath: path) { return String(decoding: data, as: UTF8.self) }
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/bin/bzip2")
    process.arguments = ["-dc", path + ".bz2"]
    process.standardOutput = pipe
    try process.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }

  private static func bytes(_ column: Substring) -> [UInt8] {
    column.split(separator: " ").compactMap { UInt32($0, radix: 16) }
      .reduce(into: []) { UTF8Scalar.append($1, to: &$0) }
  }

  private static func make(_ form: UnicodeForm, _ bytes: [UInt8]) throws -> [UInt8] {
    try form.apply(to: AlignedText(utf8: bytes)).utf8
  }

  /// "source; NFC; NFD; NFKC; NFKD", and what the head of the file demands of them.
  @Test(
    .enabled(if: isThere, "needs /usr/share/unicode/NormalizationTest.txt (apt-get install unicode-data)"))
  func everyLineOfNormalizationTestHolds() throws {
    let lines = try Self.file().split(whereSeparator: \.isNewline)
    let version = try #require(lines.first?.firstMatch(of: /NormalizationTest-([0-9]+\.[0-9]+)/)?.1)
    // A file newer than ICU's data may hold characters that ICU does not know.
    #expect(Double(version).map { $0 <= Double(UnicodeForm.unicodeVersion) ?? 0 } == true)
    var listed: Set<UInt32> = []
    var isPartOne = false
    var count = 0
    for line in lines where !line.hasPrefix("#") {
      if line.hasPrefix("@") {
        isPartOne = line.hasPrefix("@Part1")
        continue
      }
      let c = line.split(separator: ";").prefix(5).map(Self.bytes)
      if isPartOne, let scalar = UTF8Scalar.values(of: c[0]).first { listed.insert(scalar) }
      for source in c[0...2] {
        #expect(try Self.make(.nfc, source) == c[1], "\(line)")
        #expect(try Self.make(.nfd, source) == c[2], "\(line)")
      }
      for source in c[3...4] {
        #expect(try Self.make(.nfc, source) == c[3], "\(line)")
        #expect(try Self.make(.nfd, source) == c[4], "\(line)")
      }
      for source in c {
        #expect(try Self.make(.nfkc, source) == c[3], "\(line)")
        #expect(try Self.make(.nfkd, source) == c[4], "\(line)")
      }
      count += 1
    }
    #expect(count > 18_000)
    try checkUnlisted(listed)
  }

  /// Every scalar that part 1 does not list is left alone by all four.
  private func checkUnlisted(_ listed: Set<UInt32>) throws {
    for form in [UnicodeForm.nfc, .nfd, .nfkc, .nfkd] {
      for first in stride(from: UInt32(0), to: 0x110000, by: 0x1000) {
        var bytes: [UInt8] = []
        for scalar in first..<first + 0x1000 where !listed.contains(scalar) && Unicode.Scalar(scalar) != nil {
          UTF8Scalar.append(scalar, to: &bytes)
          // A space keeps marks from meeting.
          bytes.append(0x20)
        }
        #expect(try Self.make(form, bytes) == bytes)
      }
    }
  }
}

import Normalization
import Testing

@testable import HaechiCommand

struct LinePartsTests {
  private func parts(of bytes: [UInt8], atOnce: Int = 64) throws -> [LineParts.Part] {
    var left = bytes[...]
    var reader = LineParts(limits: .init(usual: 1000, longest: 8000, read: 64)) {
      (count, held) throws(InputError) in
      let next = left.prefix(min(count, atOnce))
      held += next
      left = left.dropFirst(next.count)
      return next.count
    }
    var parts: [LineParts.Part] = []
    while let part = try reader.next() { parts.append(part) }
    return parts
  }

  @Test("Lines keep their ends, however the input is read", arguments: [1, 2, 3, 100])
  func lines(atOnce: Int) throws {
    let parts = try parts(of: Array("가\r\n\n나\r다\n\r\n끝".utf8), atOnce: atOnce)
    #expect(parts.map { String(decoding: $0.bytes, as: UTF8.self) } == ["가", "", "나\r다", "", "끝"])
    #expect(parts.map(\.end) == [[0x0D, 0x0A], [0x0A], [0x0A], [0x0D, 0x0A], []])
    #expect(parts.map(\.line) == [1, 2, 3, 4, 5])
  }

  @Test("An empty input has no line")
  func empty() throws {
    #expect(try parts(of: []).isEmpty)
  }

  @Test(
    "A long line is cut where nothing joins, and not in the middle of a scalar",
    arguments: ["가나다라", "e\u{301} ", "\u{1112}\u{1162}\u{1112}", "\u{301}"])
  func longLine(unit: String) throws {
    let joins = unit.unicodeScalars.allSatisfy { $0 == "\u{301}" || Hangul.isConjoiningJamo($0.value) }
    var bytes = Array(String(repeating: unit, count: (joins ? 30_000 : 5000) / unit.utf8.count).utf8)
    bytes += [0x0A]
    let parts = try parts(of: bytes)
    #expect(parts.count > 1)
    #expect(parts.flatMap(\.bytes) == bytes.dropLast())
    #expect(parts.dropLast().allSatisfy { $0.goesOn && $0.end.isEmpty && $0.bytes.count < 8100 })
    #expect(parts.last?.end == [0x0A])
    var offset = 0
    for part in parts {
      #expect(part.offset == offset && part.line == 1)
      offset += part.bytes.count
      #expect(part.bytes.first.map { $0 & 0xC0 != 0x80 } ?? true)
      if !joins { #expect(part.bytes.first != 0xCC) }
    }
  }
}

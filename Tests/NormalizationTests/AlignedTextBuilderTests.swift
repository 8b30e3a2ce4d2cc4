import Testing

@testable import Normalization

/// The clear twin of the map: the source of each byte, written out.
private struct ByteMap: Equatable {
  var bytes: [UInt8]
  var sources: [Range<Int>]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    sources = bytes.indices.map { $0..<$0 + 1 }
  }

  func source(of range: Range<Int>) -> Range<Int> {
    guard !range.isEmpty else {
      let point =
        range.lowerBound < bytes.count ? sources[range.lowerBound].lowerBound : sources.last?.upperBound ?? 0
      return point..<point
    }
    return sources[range.lowerBound].lowerBound..<sources[range.upperBound - 1].upperBound
  }

  func applying(_ edits: [Edit]) -> ByteMap {
    var result = ByteMap([])
    var position = 0
    for edit in edits {
      let range = position..<position + edit.length
      if let replacement = edit.replacement {
        result.bytes += replacement
        result.sources += replacement.map { _ in source(of: range) }
      } else {
        result.bytes += bytes[range]
        result.sources += sources[range]
      }
      position = range.upperBound
    }
    return result
  }
}

/// What a stage does with the next `length` bytes: copies them, or writes a replacement (empty to delete).
private struct Edit {
  var length: Int
  var replacement: [UInt8]?

  static func random(over count: Int, using generator: inout SeededGenerator) -> [Edit] {
    var edits: [Edit] = []
    var left = count
    while left > 0 || Bool.random(using: &generator) {
      let length = Int.random(in: 0...min(left, 4), using: &generator)
      let replacement: [UInt8]? =
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: []
        case 1:
          (0..<Int.random(in: 1...5, using: &generator)).map { _ in
            UInt8.random(in: 97...122, using: &generator)
          }
        default: nil
        }
      edits.append(Edit(length: length, replacement: replacement))
      left -= length
    }
    return edits
  }
}

extension AlignedText {
  fileprivate func applying(_ edits: [Edit]) -> AlignedText {
    var builder = AlignedTextBuilder(over: self)
    for edit in edits {
      if let replacement = edit.replacement {
        builder.replace(upTo: builder.position + edit.length, with: replacement)
      } else {
        builder.copy(upTo: builder.position + edit.length)
      }
    }
    return builder.finish()
  }
}

@Suite struct AlignedTextBuilderTests {
  @Test(arguments: 0..<300 as Range<UInt64>)
  func anyNumberOfStagesMapsAsTheMapWrittenOutByteByByte(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let source = (0..<Int.random(in: 0...40, using: &generator)).map { UInt8($0 % 26 + 65) }
    var text = AlignedText(utf8: source)
    var oracle = ByteMap(source)
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      let edits = Edit.random(over: text.utf8.count, using: &generator)
      text = text.applying(edits)
      oracle = oracle.applying(edits)
      #expect(text.utf8 == oracle.bytes)
    }
    for low in 0...oracle.bytes.count {
      for high in low...oracle.bytes.count {
        #expect(text.sourceRange(of: low..<high) == oracle.source(of: low..<high))
      }
    }
  }

  @Test(arguments: 0..<100 as Range<UInt64>)
  func theCursorGivesWhatTheSearchGives(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let source = AlignedText(utf8: (0..<60).map { UInt8($0) })
    let text = source.applying(Edit.random(over: 60, using: &generator))
    var cursor = AlignedText.SourceCursor(text)
    var low = 0
    while low < text.utf8.count {
      let high = Int.random(in: low...text.utf8.count, using: &generator)
      #expect(cursor.sourceRange(of: low..<high) == text.sourceRange(of: low..<high))
      low = max(high, low + 1)
    }
  }

  @Test func whatIsTakenBackLeavesNoTrace() {
    var builder = AlignedTextBuilder(over: AlignedText("ab  "))
    builder.copy(upTo: 2)
    builder.replace(upTo: 3, with: Array("▁".utf8))
    builder.replace(upTo: 4, with: Array("▁".utf8))
    builder.truncate(to: 2)
    let text = builder.finish()
    #expect(text.utf8 == Array("ab".utf8))
    #expect(text.isUnchanged)
  }
}

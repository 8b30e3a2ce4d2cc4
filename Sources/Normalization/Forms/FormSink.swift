/// What a pass over a text speaks to: one that only writes bytes, or an ``AlignedTextBuilder``, which also notes
/// where they came from. The pass says the same to both, so the map can be made later.
protocol FormSink {
  /// The first source byte that has not been spoken of.
  var position: Int { get }
  /// Copies the source bytes up to `end`.
  mutating func copy(upTo end: Int)
  /// Writes `replacement` in place of the source bytes up to `end`; an empty one is a deletion.
  mutating func replace(upTo end: Int, with replacement: UnsafeBufferPointer<UInt8>)
  /// Writes `scalar` in place of the source bytes up to `end`.
  mutating func replace(upTo end: Int, withScalar scalar: UInt32)
  /// Leaves out the source bytes up to `end`.
  mutating func delete(upTo end: Int)
  /// Composes or decomposes the Hangul that begins at ``position``, and says whether anything was there.
  mutating func convert(_ rule: HangulRule, in bytes: UnsafeBufferPointer<UInt8>) -> Bool
  /// Copies and writes what ICU makes of the source bytes from ``position`` up to `end`.
  mutating func apply(
    _ form: UnicodeForm, upTo end: Int, scratch: inout ICUScratch
  ) throws(NormalizationError)
  /// Copies and writes what `stages` make of the source bytes up to `end`.
  mutating func apply(_ stages: (AlignedText) -> AlignedText, upTo end: Int)
}

/// Writes the bytes of a form to the end of an array.
///
/// Short pieces are gathered in a block that stays in the nearest cache; long copies pass it by.
struct ByteSink: FormSink {
  private(set) var output: [UInt8]
  private(set) var position = 0
  private let source: UnsafeBufferPointer<UInt8>
  private let block: UnsafeMutableBufferPointer<UInt8>
  private var used = 0

  /// How many bytes the block should have; more would not lie on the stack.
  static let blockBytes = 1024
  /// From this length on a copy passes the block by.
  private static let longCopy = 256

  /// A sink of what `source` becomes, behind what `output` holds. Both buffers must outlive it.
  init(
    source: UnsafeBufferPointer<UInt8>, output: consuming [UInt8], block: UnsafeMutableBufferPointer<UInt8>
  ) {
    (self.source, self.output, self.block) = (source, output, block)
    if self.output.isEmpty { self.output.reserveCapacity(source.count) }
  }

  /// Moves all that is in the block to ``output``.
  mutating func flush() {
    output.append(contentsOf: UnsafeBufferPointer(rebasing: block[..<used]))
    used = 0
  }

  mutating func copy(upTo end: Int) {
    write(UnsafeBufferPointer(rebasing: source[position..<end]))
    position = end
  }

  mutating func replace(upTo end: Int, with replacement: UnsafeBufferPointer<UInt8>) {
    write(replacement)
    position = end
  }

  mutating func replace(upTo end: Int, withScalar scalar: UInt32) {
    if block.count - used < 4 { flush() }
    UTF8Scalar.write(scalar, to: block, at: &used)
    position = end
  }

  mutating func delete(upTo end: Int) { position = end }

  mutating func convert(_ rule: HangulRule, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let start = position
    while rule.convert(bytes, at: &position, to: block, at: &used) { flush() }
    return position > start
  }

  mutating func apply(
    _ form: UnicodeForm, upTo end: Int, scratch: inout ICUScratch
  ) throws(NormalizationError) {
    let count = try scratch.normalizeBytes(
      UnsafeBufferPointer(rebasing: source[position..<end]), form: form)
    scratch.withBytes(count) { write($0) }
    position = end
  }

  mutating func apply(_ stages: (AlignedText) -> AlignedText, upTo end: Int) {
    stages(AlignedText(utf8: Array(source[position..<end]))).utf8.withUnsafeBufferPointer { write($0) }
    position = end
  }

  @inline(__always)
  private mutating func write(_ bytes: UnsafeBufferPointer<UInt8>) {
    if bytes.count >= Self.longCopy || bytes.count > block.count {
      flush()
      output.append(contentsOf: bytes)
      return
    }
    if block.count - used < bytes.count { flush() }
    guard let target = block.baseAddress, let from = bytes.baseAddress else { return }
    // SAFETY: the block has room for the bytes behind the `used` ones.
    (target + used).update(from: from, count: bytes.count)
    used += bytes.count
  }
}

extension AlignedTextBuilder: FormSink {
  mutating func replace(upTo end: Int, with replacement: UnsafeBufferPointer<UInt8>) {
    replace(upTo: end, with: Array(replacement))
  }

  mutating func convert(_ rule: HangulRule, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let start = position
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: HangulRule.longestStep) { block in
      while true {
        var (end, used) = (position, 0)
        guard rule.step(bytes, at: &end, to: block, at: &used) else { return }
        if end == position + 1 {
          copy(upTo: end)
        } else {
          replace(upTo: end, with: UnsafeBufferPointer(rebasing: block[..<used]))
        }
      }
    }
    return position > start
  }

  mutating func apply(
    _ form: UnicodeForm, upTo end: Int, scratch: inout ICUScratch
  ) throws(NormalizationError) {
    try scratch.normalize(base.utf8[position..<end], form: form)
    var output = 0
    for edit in scratch.edits[..<scratch.editCount] {
      let stretch = position + Int(edit.old_length)
      if edit.changed == 0 {
        copy(upTo: stretch)
      } else {
        replace(upTo: stretch, with: scratch.bytes[output..<output + Int(edit.new_length)])
      }
      output += Int(edit.new_length)
    }
  }

  mutating func apply(_ stages: (AlignedText) -> AlignedText, upTo end: Int) {
    let start = position
    let text = stages(AlignedText(utf8: Array(base.utf8[start..<end])))
    for difference in text.differences {
      copy(upTo: start + difference.source.lowerBound)
      replace(upTo: start + difference.source.upperBound, with: text.utf8[difference.result])
    }
    copy(upTo: end)
  }
}

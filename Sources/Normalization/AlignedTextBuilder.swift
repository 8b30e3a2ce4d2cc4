/// Builds the text that follows another one, and keeps the map to the source as it goes.
///
/// A stage reads its input once, from the first byte to the last, and says of each stretch whether it is
/// copied, replaced or deleted. The map of the result leads to the source of the input: maps compose by
/// themselves. Total time is linear in the input, its runs and the output.
public struct AlignedTextBuilder {
  /// The text that the stage reads.
  public let base: AlignedText

  /// The first byte of ``base`` that the stage has not spoken of.
  public private(set) var position = 0

  private var bytes: [UInt8] = []
  private var runs: [AlignedText.Run] = []
  private var cursor: AlignedText.SourceCursor

  /// A builder at the start of `base`.
  public init(over base: AlignedText) {
    self.base = base
    self.cursor = AlignedText.SourceCursor(base)
  }

  /// The bytes written so far.
  public var utf8: [UInt8] { bytes }

  /// How many bytes are written so far.
  public var count: Int { bytes.count }

  /// Copies the bytes from ``position`` up to `end`.
  public mutating func copy(upTo end: Int) {
    precondition(end >= position && end <= base.utf8.count, "a stage reads forwards, inside its text")
    guard end > position else { return }
    if bytes.isEmpty { bytes.reserveCapacity(base.utf8.count) }
    bytes.append(contentsOf: base.utf8[position..<end])
    while position < end {
      let (part, source, isCopy) = cursor.firstRun(of: position..<end)
      add(at: bytes.count - (end - position), source: source, isCopy: isCopy)
      position = part.upperBound
    }
  }

  /// Copies all that is left.
  public mutating func copyRest() {
    copy(upTo: base.utf8.count)
  }

  /// Writes `replacement` in place of the bytes from ``position`` up to `end`.
  ///
  /// With `end` equal to ``position`` the replacement is an insertion, which has an empty source. An empty
  /// replacement is a deletion.
  public mutating func replace(upTo end: Int, with replacement: some Collection<UInt8>) {
    if replacement.isEmpty { return delete(upTo: end) }
    startReplacement(upTo: end)
    bytes.append(contentsOf: replacement)
  }

  /// Writes `scalar` in place of the bytes from ``position`` up to `end`.
  public mutating func replace(upTo end: Int, withScalar scalar: UInt32) {
    startReplacement(upTo: end)
    UTF8Scalar.append(scalar, to: &bytes)
  }

  /// Leaves out the bytes from ``position`` up to `end`.
  public mutating func delete(upTo end: Int) {
    precondition(end >= position && end <= base.utf8.count, "a stage reads forwards, inside its text")
    position = end
  }

  /// Takes back what was written from byte `count` on; the source bytes stay read.
  public mutating func truncate(to count: Int) {
    precondition(count >= 0 && count <= bytes.count, "truncation inside of what was written")
    bytes.removeSubrange(count...)
    while let last = runs.last, last.start >= count { runs.removeLast() }
  }

  /// The text as built. Every byte of ``base`` must have been spoken of.
  public consuming func finish() -> AlignedText {
    precondition(position == base.utf8.count, "a stage speaks of every byte of its text")
    return AlignedText(utf8: bytes, runs: runs)
  }

  /// The text as built, with all that is left copied. ``base`` itself if the stage has not spoken of anything.
  public consuming func finishCopyingRest() -> AlignedText {
    guard position > 0 || count > 0 else { return base }
    copyRest()
    return finish()
  }

  private mutating func startReplacement(upTo end: Int) {
    precondition(end >= position && end <= base.utf8.count, "a stage reads forwards, inside its text")
    add(at: bytes.count, source: cursor.sourceRange(of: position..<end), isCopy: false)
    position = end
  }

  private mutating func add(at start: Int, source: Range<Int>, isCopy: Bool) {
    if isCopy, let last = runs.last, last.isCopy, last.sourceStart + start - last.start == source.lowerBound {
      return
    }
    runs.append(
      AlignedText.Run(start: start, sourceStart: source.lowerBound, sourceLength: isCopy ? -1 : source.count))
  }
}

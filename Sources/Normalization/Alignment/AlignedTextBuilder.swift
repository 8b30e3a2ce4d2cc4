/// Builds the text that follows another one, and notes where each stretch came from.
///
/// A stage reads its input once, from the first byte to the last, and says of each stretch whether it is
/// copied, replaced or deleted. The notes lead to the input; the map of the result, which leads to the source of
/// the input, is put together from both when it is asked for. Total time is linear in the input and the output.
public struct AlignedTextBuilder {
  /// The text that the stage reads.
  public let base: AlignedText

  /// The first byte of ``base`` that the stage has not spoken of.
  public private(set) var position = 0

  private var bytes: [UInt8] = []
  private(set) var runs: [SourceMap.Run] = []

  /// A builder at the start of `base`.
  public init(over base: AlignedText) {
    self.base = base
  }

  /// The bytes written so far.
  public var utf8: [UInt8] { bytes }

  /// How many bytes are written so far.
  public var count: Int { bytes.count }

  /// Copies the bytes from ``position`` up to `end`.
  public mutating func copy(upTo end: Int) {
    check(end)
    guard end > position else { return }
    if bytes.isEmpty { bytes.reserveCapacity(base.utf8.count) }
    if !(runs.last.map { $0.reaches(position, at: bytes.count) } ?? false) {
      runs.append(SourceMap.Run(start: bytes.count, sourceStart: position, sourceLength: -1))
    }
    bytes.append(contentsOf: base.utf8[position..<end])
    position = end
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
    check(end)
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
    return AlignedText(utf8: bytes, over: base, runs: runs)
  }

  /// The text as built, with all that is left copied. ``base`` itself if the stage has not spoken of anything.
  public consuming func finishCopyingRest() -> AlignedText {
    guard position > 0 || count > 0 else { return base }
    copyRest()
    return finish()
  }

  private mutating func startReplacement(upTo end: Int) {
    check(end)
    runs.append(
      SourceMap.Run(start: bytes.count, sourceStart: position, sourceLength: end - position))
    position = end
  }

  private func check(_ end: Int) {
    precondition(end >= position && end <= base.utf8.count, "a stage reads forwards, inside its text")
  }
}

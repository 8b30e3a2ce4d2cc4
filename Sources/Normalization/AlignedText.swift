/// UTF-8 text together with the map back to the text that it was made from.
///
/// Every stage of normalization takes one and gives one, so a span found at the end of the way points
/// at bytes of the user's own text. The map is a list of runs: an unchanged text has none, and costs nothing.
///
/// Laws it keeps:
/// - a byte that every stage copied maps to exactly the byte it came from;
/// - a byte of a changed run maps to the whole source of the run;
/// - the map is monotone: later bytes never map before earlier ones.
public struct AlignedText: Sendable {
  /// A stretch of the text and where it came from. It ends where the next one begins.
  struct Run: Sendable, Equatable {
    var start: Int
    var sourceStart: Int
    /// The source length of a changed run; -1 for a copied run, whose length is the same on both sides.
    var sourceLength: Int

    var isCopy: Bool { sourceLength < 0 }
  }

  /// The text's bytes.
  public let utf8: [UInt8]

  /// In order, from byte 0; empty when every byte is its own source.
  let runs: [Run]

  /// The user's own text. The bytes should be valid UTF-8; the stages read a malformed byte as U+FFFD.
  public init(utf8: [UInt8]) {
    self.utf8 = utf8
    self.runs = []
  }

  /// The user's own text, in the exact form of `string`.
  public init(_ string: String) {
    self.init(utf8: Array(string.utf8))
  }

  /// The user's own text, or nil if the bytes are not valid UTF-8.
  ///
  /// ``UTF8Validation/firstInvalidOffset(in:)`` says where the first bad byte is.
  public init?(validating utf8: [UInt8]) {
    guard UTF8Validation.firstInvalidOffset(in: utf8) == nil else { return nil }
    self.init(utf8: utf8)
  }

  init(utf8: [UInt8], runs: [Run]) {
    self.utf8 = utf8
    let isIdentity = runs.count == 1 && runs[0].isCopy && runs[0].sourceStart == 0
    self.runs = isIdentity ? [] : runs
  }

  /// Whether every byte is its own source.
  public var isUnchanged: Bool { runs.isEmpty }

  /// The bytes of the source that `range` of this text came from.
  ///
  /// An empty range gives an empty range: where the source of the next byte begins, or, at the end of the
  /// text, where the source of its last byte ends. O(log runs).
  public func sourceRange(of range: Range<Int>) -> Range<Int> {
    precondition(range.lowerBound >= 0 && range.upperBound <= utf8.count, "range outside of the text")
    guard !runs.isEmpty else { return range }
    let first = runIndex(at: range.lowerBound, from: 0)
    return sourceRange(of: range, firstRun: first, lastRun: lastRunIndex(of: range, from: first))
  }

  /// The run that holds byte `offset`, not before run `start`; the last one when `offset` is the end.
  private func runIndex(at offset: Int, from start: Int) -> Int {
    var low = start
    var high = runs.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if runs[middle].start <= offset { low = middle } else { high = middle }
    }
    return low
  }

  private func lastRunIndex(of range: Range<Int>, from first: Int) -> Int {
    range.isEmpty ? first : runIndex(at: range.upperBound - 1, from: first)
  }

  private func sourceRange(of range: Range<Int>, firstRun: Int, lastRun: Int) -> Range<Int> {
    guard !range.isEmpty else {
      let point = range.lowerBound < utf8.count ? sourceStart(of: range.lowerBound, in: firstRun) : sourceEnd
      return point..<point
    }
    return sourceStart(of: range.lowerBound, in: firstRun)..<sourceEnd(of: range.upperBound - 1, in: lastRun)
  }

  private func sourceStart(of byte: Int, in run: Int) -> Int {
    runs[run].sourceStart + (runs[run].isCopy ? byte - runs[run].start : 0)
  }

  private func sourceEnd(of byte: Int, in run: Int) -> Int {
    runs[run].sourceStart + (runs[run].isCopy ? byte - runs[run].start + 1 : runs[run].sourceLength)
  }

  /// Where the source of the last byte ends.
  private var sourceEnd: Int {
    runs.isEmpty || utf8.isEmpty ? utf8.count : sourceEnd(of: utf8.count - 1, in: runs.count - 1)
  }

  /// Maps ranges whose bounds never go down, in constant time each on the average.
  public struct SourceCursor {
    private let text: AlignedText
    private var run = 0

    /// A cursor at the start of `text`.
    public init(_ text: AlignedText) { self.text = text }

    /// The same as ``AlignedText/sourceRange(of:)`` for a range that does not begin before the last one.
    public mutating func sourceRange(of range: Range<Int>) -> Range<Int> {
      guard !text.runs.isEmpty else { return range }
      advance(to: range.lowerBound)
      let first = run
      guard !range.isEmpty else { return text.sourceRange(of: range, firstRun: first, lastRun: first) }
      var last = first
      while last + 1 < text.runs.count, text.runs[last + 1].start < range.upperBound { last += 1 }
      return text.sourceRange(of: range, firstRun: first, lastRun: last)
    }

    private mutating func advance(to offset: Int) {
      while run + 1 < text.runs.count, text.runs[run + 1].start <= offset { run += 1 }
    }

    /// The first stretch of the non-empty `range` that lies in one run: its bytes, their source, and whether
    /// they are copied.
    mutating func firstRun(of range: Range<Int>) -> (part: Range<Int>, source: Range<Int>, isCopy: Bool) {
      guard !text.runs.isEmpty else { return (range, range, true) }
      advance(to: range.lowerBound)
      let end = run + 1 < text.runs.count ? text.runs[run + 1].start : text.utf8.count
      let part = range.lowerBound..<min(end, range.upperBound)
      return (part, text.sourceRange(of: part, firstRun: run, lastRun: run), text.runs[run].isCopy)
    }
  }
}

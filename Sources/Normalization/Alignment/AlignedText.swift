/// UTF-8 text together with the map back to the text that it was made from.
///
/// Every stage of normalization takes one and gives one, so a span found at the end of the way points
/// at bytes of the user's own text. The map costs nothing until someone asks for it: an unchanged text has none,
/// a stage notes at most which stretches it wrote, and a stage that can be done again notes not even that.
///
/// Laws it keeps:
/// - a byte that every stage copied maps to exactly the byte it came from;
/// - a byte of a changed run maps to the whole source of the run;
/// - the map is monotone: later bytes never map before earlier ones.
public struct AlignedText: Sendable {
  /// The text's bytes.
  public let utf8: [UInt8]

  /// The way back; nil when every byte is its own source.
  let alignment: Alignment?

  /// The user's own text. The bytes should be valid UTF-8; the stages read what is malformed as U+FFFD.
  public init(utf8: [UInt8]) {
    self.utf8 = utf8
    alignment = nil
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

  /// The text `utf8` that a stage made of `base`. The map is found by doing the stage again, when it is asked for.
  ///
  /// - Parameter replay: speaks to a builder over `base` of every byte, as the stage would; the builder must end
  ///   with `utf8`. Called at most once, on the thread that first asks for a span.
  public init(
    utf8: [UInt8], over base: AlignedText, replay: @escaping @Sendable (inout AlignedTextBuilder) -> Void
  ) {
    self.utf8 = utf8
    alignment = Alignment(over: base, count: utf8.count, edits: .replay(base, replay))
  }

  /// The text `utf8` that a stage made of `base` in the stretches `runs`.
  init(utf8: [UInt8], over base: AlignedText, runs: [SourceMap.Run]) {
    self.utf8 = utf8
    let isCopy = runs.isEmpty || (runs.count == 1 && runs[0].isCopy && runs[0].sourceStart == 0)
    alignment =
      isCopy && utf8.count == base.utf8.count
      ? base.alignment : Alignment(over: base, count: utf8.count, edits: .runs(runs))
  }

  /// The map, worked out if it has not been yet.
  var map: SourceMap { alignment?.map ?? SourceMap(runs: [], count: utf8.count) }

  /// Whether every byte is its own source.
  public var isUnchanged: Bool { map.runs.isEmpty }

  /// How many bytes the user's own text has.
  public var sourceCount: Int { alignment?.sourceCount ?? utf8.count }

  /// The bytes of the source that `range` of this text came from.
  ///
  /// An empty range gives an empty range: where the source of the next byte begins, or, at the end of the
  /// text, where the source of its last byte ends. O(log runs) once the map is worked out, which takes as long
  /// as the stages did.
  public func sourceRange(of range: Range<Int>) -> Range<Int> {
    precondition(range.lowerBound >= 0 && range.upperBound <= utf8.count, "range outside of the text")
    return alignment?.map.sourceRange(of: range) ?? range
  }

  /// Maps ranges whose bounds never go down, in constant time each on the average.
  public struct SourceCursor {
    private let text: AlignedText
    private var cursor: SourceMap.Cursor?

    /// A cursor at the start of `text`.
    public init(_ text: AlignedText) { self.text = text }

    /// The same as ``AlignedText/sourceRange(of:)`` for a range that does not begin before the last one.
    public mutating func sourceRange(of range: Range<Int>) -> Range<Int> {
      guard let alignment = text.alignment else { return range }
      if cursor == nil { cursor = SourceMap.Cursor(alignment.map) }
      return cursor?.sourceRange(of: range) ?? range
    }
  }
}

extension AlignedText {
  /// A stretch in which the text differs from its source.
  public struct Difference: Sendable, Equatable {
    /// The bytes of the user's own text; empty for an insertion.
    public let source: Range<Int>
    /// The bytes of this text; empty for a deletion.
    public let result: Range<Int>

    /// A difference between `source` and `result`.
    public init(source: Range<Int>, result: Range<Int>) {
      (self.source, self.result) = (source, result)
    }
  }

  /// Every stretch in which the text differs from its source, in order. What lies between two of them is copied.
  public var differences: [Difference] {
    var differences: [Difference] = []
    func add(_ source: Range<Int>, _ result: Range<Int>) {
      guard let last = differences.last, last.source.upperBound > source.lowerBound else {
        return differences.append(Difference(source: source, result: result))
      }
      // Two runs out of one stretch of the source.
      differences[differences.count - 1] = Difference(
        source: last.source.lowerBound..<max(last.source.upperBound, source.upperBound),
        result: last.result.lowerBound..<result.upperBound)
    }
    var sourceEnd = 0
    for (run, part) in map.parts {
      let source = map.sourceRange(of: part)
      if source.lowerBound > sourceEnd {
        add(sourceEnd..<source.lowerBound, part.lowerBound..<part.lowerBound)
      }
      if !run.isCopy { add(source, part) }
      sourceEnd = max(sourceEnd, source.upperBound)
    }
    if sourceEnd < sourceCount { add(sourceEnd..<sourceCount, utf8.count..<utf8.count) }
    return differences
  }
}

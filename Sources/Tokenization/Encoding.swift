/// The pieces of a text: their ids, and the bytes of the user's own text that each came from.
public struct Encoding: Sendable, Equatable {
  /// The pieces' ids, in the order of the text.
  public var ids: [Int32]

  /// UTF-8 ranges of the user's original text, one an id.
  ///
  /// Neither their starts nor their ends ever go down. A `▁` that was not in the text has an empty range, or
  /// none of its own when it begins a longer piece. Each byte piece has the range of its whole character.
  public var spans: [Range<Int>]

  /// An encoding from its parts; as many spans as ids.
  public init(ids: [Int32] = [], spans: [Range<Int>] = []) {
    precondition(ids.count == spans.count, "one span an id")
    self.ids = ids
    self.spans = spans
  }
}

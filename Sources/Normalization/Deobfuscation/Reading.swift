/// One way to read a text.
public struct Reading: Sendable {
  /// The text as read. Its spans lead back to the user's original.
  public let text: AlignedText
  /// What the reading costs in nats; lower is better. The text as written has its own cost.
  public let cost: Float
  /// Where it differs from the text as written, in order.
  public let changes: [Change]

  /// Whether this is the text as written.
  public var isAsWritten: Bool { changes.isEmpty }
}

/// One stretch that a ``Reading`` reads otherwise than it is written.
public struct Change: Sendable, Equatable {
  /// Why.
  public let rule: DeobfuscationRule
  /// The UTF-8 bytes of the user's original that are read otherwise.
  public let source: Range<Int>
  /// What is written there.
  public let from: String
  /// What is read there.
  public let to: String
  /// What the change itself costs in nats, before the language model has spoken.
  public let cost: Float
}

import Normalization
public enum DeobfuscationRule: String, CaseIterable, Sendable {
  case jamoSplit = "jamo_split", separator, keyboard, yaminjeongeum, lookalike, leet, soundalike, hanja,
    latin, batchimStuffing = "batchim_stuffing", chosung, repetition, spacing, anagram
}
public struct Change: Sendable {
  public let rule: DeobfuscationRule; public let source: Range<Int>; public let from: String;
  public let to: String; public let cost: Float
}
public struct Reading: Sendable {
  public let text: AlignedText; public let cost: Float; public let changes: [Change];
  public var isAsWritten: Bool { changes.isEmpty }
}
public struct Deobfuscator: Sendable {
  public init() {}
  public func readings(of text: AlignedText, limit: Int = 8) -> [Reading] {
    [Reading(text: text, cost: 0, changes: [])]
  }
}

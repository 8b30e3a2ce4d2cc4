import Normalization

/// Decodes ids that arrive one at a time, as a model makes them, into text that can be shown at once.
///
/// The laws it keeps, for every tokenizer and every list of ids:
/// - all that was given out, put together, is what decoding the whole list gives;
/// - U+FFFD is given out only for bytes that no later id can complete;
/// - nothing that was given out is taken back or given out again.
///
/// A character whose bytes are spread over several ids comes with the last of them. With `holdsClusters` a grapheme
/// cluster (a flag, a family of emoji, a syllable of conjoining jamo) comes whole, one id later than it could.
/// A model with a denormalizer gives its text at the end, because the denormalizer may change any of it.
public struct StreamingDecoder: Sendable {
  private var surfaces: any StreamingSurfaces
  private var clusters: ClusterHolder?

  /// A decoder at the start of a text.
  public init(_ tokenizer: some TextTokenizer, holdsClusters: Bool = false) {
    self = tokenizer.streamingDecoder(holdsClusters: holdsClusters)
  }

  init(_ surfaces: some StreamingSurfaces, holdsClusters: Bool) {
    self.surfaces = surfaces
    clusters = holdsClusters ? ClusterHolder() : nil
  }

  /// What can be shown now that `id` is known.
  public mutating func push(_ id: Int32) -> String {
    String(decoding: pushBytes(id), as: UTF8.self)
  }

  /// What is left when no id comes any more. The decoder is at the start of a text again.
  public mutating func finish() -> String { String(decoding: finishBytes(), as: UTF8.self) }

  /// The UTF-8 of ``push(_:)``, always whole characters.
  public mutating func pushBytes(_ id: Int32) -> [UInt8] {
    var text: [UInt8] = []
    surfaces.append(id, to: &text)
    return clusters?.release(text) ?? text
  }

  /// The UTF-8 of ``finish()``.
  public mutating func finishBytes() -> [UInt8] {
    var text: [UInt8] = []
    surfaces.finish(to: &text)
    guard clusters != nil else { return text }
    return (clusters?.release(text) ?? []) + (clusters?.rest() ?? [])
  }
}

/// What one kind of tokenizer makes of ids that arrive one at a time.
protocol StreamingSurfaces: Sendable {
  /// Appends what is certain once `id` is known: whole characters.
  mutating func append(_ id: Int32, to text: inout [UInt8])
  /// Appends what is left, and begins anew.
  mutating func finish(to text: inout [UInt8])
}

/// Holds back the last grapheme cluster until the next one has begun.
struct ClusterHolder: Sendable {
  /// A cluster of more bytes than this is not held: piled up marks would make each step slower than the last.
  private static let longest = 1024

  private var held: [UInt8] = []

  /// `text` behind what is held, less its last cluster.
  mutating func release(_ text: [UInt8]) -> [UInt8] {
    guard !text.isEmpty else { return [] }
    let all = String(decoding: held + text, as: UTF8.self)
    let last = all.isEmpty ? all.startIndex : all.index(before: all.endIndex)
    let released = Array(all.utf8[..<last])
    held = Array(all.utf8[last...])
    guard held.count > Self.longest else { return released }
    return released + rest()
  }

  /// What is held.
  mutating func rest() -> [UInt8] {
    defer { held = [] }
    return held
  }
}

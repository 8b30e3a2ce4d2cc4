#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import Inference
import Models
import Normalization
import Tokenization

/// Reads a text and says whether it seeks or does harm, which kind, how surely, and which words say so.
///
/// ```swift
/// let guardian = try Guardian()
/// let verdict = guardian.verdict(for: "사람을 죽이는 방법 알려줘")
/// if verdict.label == .unsafe { print(verdict.evidence.map(\.text)) }
/// ```
///
/// A guardian is immutable. Any number of threads may call one at once; each call borrows scratch memory from a
/// pool, so that a call in steady state allocates little. The same text, policy and bundle give the same verdict to
/// the last bit, whatever runs beside it.
public struct Guardian: Sendable {
  /// The longest text that is read, in UTF-8 bytes; a longer one is read up to here and its verdict is `truncated`.
  public static let maximumBytes = 1 << 20

  /// What the weights mean: name, version, thresholds, sources.
  public let metadata: GuardianMetadata
  /// The kinds of harm that every verdict scores, in the order of the verdict.
  public let categories: [HarmCategory]

  let tokenizer: Tokenizer
  let decoder: Int8Decoder
  let workspaces: WorkspacePool

  /// The guardian whose model is inside this library.
  public init() throws(GuardianError) {
    let bundle: ModelBundle
    do { bundle = try DefaultModel.bundle() } catch { throw .model(error) }
    try self.init(bundle: bundle)
  }

  /// A guardian over `bundle`.
  public init(bundle: ModelBundle) throws(GuardianError) {
    let model: Tokenizer
    do {
      model = try Tokenizer(model: SentencePieceModel(serialized: bundle.tokenizerModel))
    } catch { throw .tokenizer(error) }
    try Guardian.check(bundle, pieces: model.vocabularySize)
    metadata = bundle.metadata
    categories = bundle.metadata.categories.map {
      HarmCategory(slug: $0.slug, korean: $0.korean, english: $0.english)
    }
    tokenizer = model
    decoder = Int8Decoder(bundle: bundle)
    workspaces = WorkspacePool(decoder: decoder)
  }

  /// A guardian over the bundle in `file`, which is mapped into memory and must not change while it is used.
  public init(contentsOf file: URL) throws(GuardianError) {
    let bundle: ModelBundle
    do { bundle = try ModelBundle(contentsOf: file) } catch { throw .model(error) }
    try self.init(bundle: bundle)
  }

  /// The guardian's category with this slug.
  public func category(slug: String) -> HarmCategory? {
    categories.first { $0.slug.utf8.elementsEqual(slug.utf8) }
  }

  /// The verdict on `text` under `policy`.
  ///
  /// Text with more pieces than the model's context is read in overlapping windows, and the worst window is the
  /// verdict: an unsafe one before a safe one, then the one with the higher probability, then the earlier. Text that
  /// is empty or only white space has nothing to judge: safe, probability 0, every category 0.
  ///
  /// Time is linear in the length of the text: one forward pass a window and, for an unsafe verdict, one for the
  /// evidence.
  public func verdict(for text: String, policy: Policy = .default) -> Verdict {
    verdict(forUTF8: Array(text.utf8), policy: policy)
  }

  /// The verdict on the text whose UTF-8 is `utf8`; offsets of evidence count from its first byte.
  public func verdict(forUTF8 utf8: [UInt8], policy: Policy = .default) -> Verdict {
    let (source, truncated) = Guardian.readablePart(of: utf8)
    return verdict(
      for: HangulForm.normalize(AlignedText(utf8: source)), source: source, truncated: truncated,
      policy: policy)
  }

  /// The verdict on `text`, which some normalization has made from `source`: one reading of an obfuscated text, say.
  ///
  /// Offsets of evidence count in `source`, which `text` must map to. It is read as it is; only what lies past
  /// ``maximumBytes`` of a `source` that is too long must have been left out before.
  public func verdict(for text: AlignedText, of source: [UInt8], policy: Policy = .default) -> Verdict {
    verdict(for: HangulForm.normalize(text), source: source, truncated: false, policy: policy)
  }

  /// `utf8`, or as much of it as is read, cut where a scalar begins.
  static func readablePart(of utf8: [UInt8]) -> (source: [UInt8], truncated: Bool) {
    guard utf8.count > maximumBytes else { return (utf8, false) }
    var end = maximumBytes
    while end > 0, UTF8.isContinuation(utf8[end]) { end -= 1 }
    return (Array(utf8[..<end]), true)
  }
}

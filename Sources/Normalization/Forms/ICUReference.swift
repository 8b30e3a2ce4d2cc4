/// ICU's own normalization of UTF-8, `Normalizer2::normalizeUTF8`, with nothing of ours around it: what the forms
/// are compared with, in speed and in bytes.
public struct ICUReference {
  /// The form that it makes.
  public let form: UnicodeForm
  private var scratch = ICUScratch()

  /// ICU's way to `form`.
  public init(_ form: UnicodeForm) { self.form = form }

  /// Normalizes well-formed `utf8` into a buffer that is kept between calls, and lends what is there to `body`.
  public mutating func normalize(
    _ utf8: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void
  ) throws(NormalizationError) {
    let count = try scratch.normalizeBytes(utf8, form: form)
    scratch.withBytes(count, body)
  }
}

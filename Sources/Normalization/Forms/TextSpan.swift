import CTextKernels

/// The kinds of text that ``TextSpan`` passes over besides ASCII.
struct TextKinds: OptionSet {
  let rawValue: UInt32

  static let controls = TextKinds(rawValue: UInt32(HAECHI_TEXT_CONTROLS))
  static let capitals = TextKinds(rawValue: UInt32(HAECHI_TEXT_CAPITALS))
  static let syllables = TextKinds(rawValue: UInt32(HAECHI_TEXT_SYLLABLES))
  static let jamo = TextKinds(rawValue: UInt32(HAECHI_TEXT_JAMO))
  static let han = TextKinds(rawValue: UInt32(HAECHI_TEXT_HAN))
}

/// The kernels that pass over well-formed text of given kinds.
enum TextSpan {
  /// The most bytes from the beginning on that are whole scalars of `kinds`.
  @inline(__always)
  static func end(_ bytes: UnsafeBufferPointer<UInt8>, accepting kinds: TextKinds) -> Int {
    // SAFETY: base address and count are those of one buffer; of an empty one nothing is read.
    haechi_text_span(bytes.baseAddress, bytes.count, kinds.rawValue)
  }

  /// The same, found one scalar at a time.
  static func portable(_ bytes: UnsafeBufferPointer<UInt8>, accepting kinds: TextKinds) -> Int {
    // SAFETY: base address and count are those of one buffer; of an empty one nothing is read.
    haechi_text_span_portable(bytes.baseAddress, bytes.count, kinds.rawValue)
  }
}

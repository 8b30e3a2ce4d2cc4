import CICUShims
import Synchronization

/// What a form does with single scalars, looked up once in ICU and kept: 256 scalars a page, each page made
/// when the first of its scalars is met.
///
/// Three bits a scalar: whether it is *plain* (the form leaves it as it is, and it never joins what comes before
/// it), whether it is a *mark* (what the form makes of it begins with a combining mark, or is nothing), and
/// whether it is a *boundary* (what the form makes of it never joins what comes before it).
/// Made from the ICU that does the rest of the work, so the two cannot disagree about a version of Unicode.
///
/// A value of plain words, so that the hot loops count no references; the pages of a form are never freed.
struct ScalarTraits: Sendable {
  /// Who knows the traits of a page.
  enum Source: Sendable {
    /// ICU, for one of its forms.
    case icu(UnicodeForm)
    /// The folding of the hangul form, over those of NFC.
    case hangul
  }

  static let plain = UInt8(HAECHI_ICU_PLAIN)
  private static let mark = UInt8(HAECHI_ICU_MARK)
  private static let boundary = UInt8(HAECHI_ICU_BOUNDARY)
  private static let pageCount = 0x110000 / 256

  /// The kinds of text that are plain as a whole.
  let accepted: TextKinds

  private let source: Source
  // SAFETY: allocated in `init` and never freed; each word is 0 or the address of a page that is written before
  // the word is stored and never changes after.
  private nonisolated(unsafe) let pages: UnsafeMutablePointer<Atomic<UInt>>

  /// Room for the traits of one form; call it once a form.
  fileprivate init(_ source: Source, accepted: TextKinds) {
    self.accepted = accepted
    self.source = source
    pages = .allocate(capacity: Self.pageCount)
    for index in 0..<Self.pageCount { (pages + index).initialize(to: Atomic(0)) }
  }

  /// Whether the form leaves `scalar` as it is, and it never joins what comes before it.
  @inline(__always)
  func isPlain(_ scalar: UInt32) -> Bool { traits(of: scalar) & Self.plain != 0 }

  /// Whether what the form makes of `scalar` begins with a combining mark, or is nothing.
  @inline(__always)
  func isMark(_ scalar: UInt32) -> Bool { traits(of: scalar) & Self.mark != 0 }

  /// Whether neither `scalar` nor what the form makes of it joins what comes before it.
  @inline(__always)
  func isBoundary(_ scalar: UInt32) -> Bool { traits(of: scalar) & Self.boundary != 0 }

  /// The bits of `scalar`.
  @inline(__always)
  func traits(of scalar: UInt32) -> UInt8 {
    let word = pages[Int(scalar >> 8)].load(ordering: .acquiring)
    // SAFETY: a word that is not 0 is the address of 256 bytes that live for ever.
    let page = UnsafePointer<UInt8>(bitPattern: word) ?? made(scalar >> 8)
    return page[Int(scalar & 0xFF)]
  }

  /// Makes a page; of two threads that make the same one, the first to finish keeps its own.
  @inline(never)
  private func made(_ number: UInt32) -> UnsafePointer<UInt8> {
    let address = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
    address.initialize(repeating: 0, count: 256)
    // SAFETY: 256 bytes were allocated above.
    fill(UnsafeMutableBufferPointer(start: address, count: 256), from: number << 8)
    let (isFirst, other) = pages[Int(number)].compareExchange(
      expected: 0, desired: UInt(bitPattern: address), ordering: .acquiringAndReleasing)
    guard !isFirst, let kept = UnsafePointer<UInt8>(bitPattern: other) else { return UnsafePointer(address) }
    address.deallocate()
    return kept
  }

  private func fill(_ traits: UnsafeMutableBufferPointer<UInt8>, from first: UInt32) {
    switch source {
    case .icu(let form):
      // SAFETY: the length passed is that of the buffer. If ICU fails nothing is plain: slower, not wrong.
      guard haechi_icu_traits(form.code, Int32(first), Int32(traits.count), traits.baseAddress) == 0 else {
        return traits.update(repeating: 0)
      }
      guard form.isComposing else { return }
      // A leading jamo is left alone, but it is where a syllable may begin: the search stops there.
      for index in traits.indices where Hangul.leadingJamo.contains(first + UInt32(index)) {
        traits[index] &= ~Self.plain
      }
    case .hangul:
      let composed = UnicodeForm.nfc.traits
      for index in traits.indices {
        let scalar = first + UInt32(index)
        traits[index] = composed.traits(of: scalar)
        if HangulForm.Folding(of: scalar, next: 0) != .keep || Hangul.isConjoiningJamo(scalar) {
          traits[index] &= ~Self.plain
        }
      }
    }
  }

  /// The offset of the first scalar from `start` on that is not plain, or of the first malformed byte; the
  /// count if all are plain. O(n).
  func plainEnd(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var offset = start
    while offset < bytes.count {
      offset += TextSpan.end(UnsafeBufferPointer(rebasing: bytes[offset...]), accepting: accepted)
      // A few scalars one by one, since what the kernel does not know rarely stands alone.
      for _ in 0..<4 {
        guard let scalar = UTF8Scalar(in: bytes, at: offset), isPlain(scalar.value) else { return offset }
        offset += scalar.length
      }
    }
    return offset
  }
}

extension UnicodeForm {
  /// What this form does with single scalars.
  var traits: ScalarTraits {
    switch self {
    case .nfc: Self.nfcTraits
    case .nfd: Self.nfdTraits
    case .nfkc: Self.nfkcTraits
    case .nfkd: Self.nfkdTraits
    case .nfkcCasefold: Self.casefoldTraits
    }
  }

  private static let nfcTraits = ScalarTraits(
    .icu(.nfc), accepted: [.controls, .capitals, .syllables, .jamo, .han])
  private static let nfdTraits = ScalarTraits(.icu(.nfd), accepted: [.controls, .capitals, .jamo, .han])
  private static let nfkcTraits = ScalarTraits(
    .icu(.nfkc), accepted: [.controls, .capitals, .syllables, .han])
  private static let nfkdTraits = ScalarTraits(.icu(.nfkd), accepted: [.controls, .capitals, .han])
  private static let casefoldTraits = ScalarTraits(
    .icu(.nfkcCasefold), accepted: [.controls, .syllables, .han])
}

extension HangulForm {
  /// What the hangul form does with single scalars.
  static let traits = ScalarTraits(.hangul, accepted: [.capitals, .syllables, .jamo, .han])
}

import CICUShims
import Synchronization

/// Romanization by ICU's transliterators: 한글 becomes hangeul-like Latin letters and back.
///
/// ICU's `Hangul-Latin` writes letter for letter (한국 hangug), so that `Latin-Hangul` can read it back; it is not
/// the Revised Romanization, which writes sounds. Both are stages: each word that changes is one stretch.
public enum Romanization: String, Sendable, CaseIterable {
  /// Hangul in Latin letters.
  case hangulToLatin = "Hangul-Latin"
  /// Latin letters in Hangul.
  case latinToHangul = "Latin-Hangul"

  /// A word longer than this is transliterated in parts: ICU's rules may look far back.
  static let longestPart = 1024

  /// `text` in the other script; malformed bytes become U+FFFD. O(n).
  public func apply(to text: AlignedText) -> AlignedText {
    var builder = AlignedTextBuilder(over: text)
    text.utf8.withUnsafeBufferPointer { bytes in
      var offset = 0
      while offset < bytes.count {
        if bytes[offset] <= 0x20 {
          offset += 1
          continue
        }
        let end = Self.partEnd(in: bytes, from: offset)
        let part = UnsafeBufferPointer(rebasing: bytes[offset..<end])
        if let changed = transliterated(part), !changed.elementsEqual(part) {
          builder.copy(upTo: offset)
          builder.replace(upTo: end, with: changed)
        }
        offset = end
      }
    }
    return builder.finishCopyingRest()
  }

  /// Where the word at `offset` ends, or a part of it, at the beginning of a scalar.
  private static func partEnd(in bytes: UnsafeBufferPointer<UInt8>, from offset: Int) -> Int {
    var end = offset
    while end < bytes.count, bytes[end] > 0x20 {
      if end - offset >= longestPart, bytes[end] & 0xC0 != 0x80 { break }
      // Malformed trail bytes without end are cut anywhere.
      if end - offset >= longestPart + 4 { break }
      end += 1
    }
    return end
  }

  private func transliterated(_ part: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    Self.open[self]?.run(part)
  }

  private static let open: [Romanization: Rules] = allCases.reduce(into: [:]) { open, direction in
    open[direction] = Rules(direction.rawValue)
  }

  /// One of ICU's transliterators, used by one thread at a time.
  private final class Rules: Sendable {
    private struct Pointer: @unchecked Sendable {
      // SAFETY: used only under the lock, and never freed: the rules live as long as the process.
      let address: OpaquePointer
    }

    private let pointer: Mutex<Pointer>

    init?(_ name: String) {
      guard let address = haechi_icu_transliterator_open(name) else { return nil }
      pointer = Mutex(Pointer(address: address))
    }

    func run(_ source: UnsafeBufferPointer<UInt8>) -> [UInt8] {
      pointer.withLock { pointer in
        var capacity = source.count * 4 + 16
        while true {
          var needed = 0
          let result = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            // SAFETY: the lengths passed are those of the buffers; ICU writes no further.
            needed = Int(
              haechi_icu_transliterate(
                pointer.address, source.baseAddress, Int32(source.count), buffer.baseAddress,
                Int32(buffer.count)))
            count = min(needed, buffer.count)
          }
          if needed <= result.count { return result }
          capacity = needed
        }
      }
    }
  }
}

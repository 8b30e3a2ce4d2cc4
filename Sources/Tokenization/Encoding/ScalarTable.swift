import Normalization

/// Numbers for characters: two lookups, pages of 256 characters, one page shared by all that are empty.
///
/// A byte b that is no part of well-formed UTF-8 counts as character ``malformed`` + b, so that any bytes can
/// be spelled and no two spellings meet.
struct ScalarTable: Sendable {
  /// The character that stands for the malformed byte 0.
  static let malformed: UInt32 = 0x11_0000

  private static let pageCount = 0x1101

  private let pages: FrozenArray<UInt32>
  private let numbers: FrozenArray<UInt32>

  /// Borrowed by loops: where the page of a character lies, and the pages.
  struct View {
    let pages: UnsafePointer<UInt32>
    let numbers: UnsafePointer<UInt32>

    /// The number of a character; 0 for none.
    @inline(__always)
    subscript(scalar: UInt32) -> UInt32 {
      assert(scalar < UInt32(ScalarTable.pageCount) << 8)
      // SAFETY: characters are below 0x110100, and every page is whole.
      return numbers[Int(pages[Int(scalar >> 8)] | scalar & 0xFF)]
    }
  }

  /// The table for loops; valid as long as this value is.
  var view: View { View(pages: pages.base, numbers: numbers.base) }

  /// The number of a character; 0 for none.
  subscript(scalar: UInt32) -> UInt32 { view[scalar] }

  init(_ builder: borrowing Builder) {
    pages = FrozenArray(builder.pages)
    numbers = FrozenArray(builder.numbers)
  }

  /// A table while it is filled: characters are numbered from 1 in the order in which they come.
  struct Builder: ~Copyable {
    fileprivate var pages = [UInt32](repeating: 0, count: ScalarTable.pageCount)
    fileprivate var numbers = [UInt32](repeating: 0, count: 256)
    /// The characters by their numbers; the first stands for all that have none.
    private(set) var scalars: [UInt32] = [0]

    /// The number of `scalar`, which gets one if it has none.
    mutating func number(of scalar: UInt32) -> UInt32 {
      let page = pages[Int(scalar >> 8)]
      let known = numbers[Int(page | scalar & 0xFF)]
      if known != 0 { return known }
      let number = UInt32(scalars.count)
      scalars.append(scalar)
      var start = page
      if start == 0 {
        start = UInt32(numbers.count)
        pages[Int(scalar >> 8)] = start
        numbers.append(contentsOf: repeatElement(0, count: 256))
      }
      numbers[Int(start | scalar & 0xFF)] = number
      return number
    }
  }
}

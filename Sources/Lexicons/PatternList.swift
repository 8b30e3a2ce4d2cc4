/// Patterns one behind the other in one buffer.
struct PatternList: Sendable {
  private(set) var utf8: [UInt8] = []
  private(set) var ends: [Int32] = []

  /// How many there are.
  var count: Int { ends.count }

  /// The bytes of a pattern.
  subscript(number: Int) -> ArraySlice<UInt8> { utf8[range(number)] }

  /// Where a pattern stands in the buffer.
  func range(_ number: Int) -> Range<Int> { (number == 0 ? 0 : Int(ends[number - 1]))..<Int(ends[number]) }

  /// Adds a pattern at the end.
  mutating func append(_ pattern: String) {
    utf8.append(contentsOf: pattern.utf8)
    ends.append(Int32(utf8.count))
  }
}

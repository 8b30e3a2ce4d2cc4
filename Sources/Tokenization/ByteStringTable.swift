/// Distinct byte strings, numbered in the order of their first insertion.
///
/// All bytes lie in one arena; a hash table only finds them. O(length) for each operation.
struct ByteStringTable: Sendable {
  private var arena: [UInt8] = []
  private var starts: [Int] = [0]
  private var slots = [Int32](repeating: -1, count: 1 << 8)

  /// How many strings there are.
  var count: Int { starts.count - 1 }

  /// The bytes of string `index`.
  func bytes(_ index: Int) -> ArraySlice<UInt8> { arena[starts[index]..<starts[index + 1]] }

  /// Room for `count` strings.
  mutating func reserve(_ count: Int) {
    starts.reserveCapacity(count + 1)
    arena.reserveCapacity(count * 8)
    var size = slots.count
    while size < count * 2 { size *= 2 }
    if size > slots.count { rehash(size) }
  }

  /// The number of the string whose parts are given, and whether it is new.
  mutating func insert(_ parts: ArraySlice<UInt8>...) -> (index: Int, isNew: Bool) {
    let start = arena.count
    for part in parts { arena.append(contentsOf: part) }
    let slot = arena.withUnsafeBufferPointer { self.slot(of: UnsafeBufferPointer(rebasing: $0[start...])) }
    if slots[slot] >= 0 {
      arena.removeLast(arena.count - start)
      return (Int(slots[slot]), false)
    }
    slots[slot] = Int32(count)
    starts.append(arena.count)
    if count * 2 > slots.count { rehash(slots.count * 2) }
    return (count - 1, true)
  }

  /// The number of the string with exactly these bytes; nil if it is not there.
  func find(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    let index = slots[slot(of: bytes)]
    return index >= 0 ? Int(index) : nil
  }

  /// The slot of the string, or the empty one where it belongs.
  private func slot(of bytes: UnsafeBufferPointer<UInt8>) -> Int {
    let mask = slots.count - 1
    var slot = Self.hash(bytes) & mask
    return arena.withUnsafeBufferPointer { arena in
      while slots[slot] >= 0 {
        let index = Int(slots[slot])
        let start = starts[index]
        if starts[index + 1] - start == bytes.count, Self.equal(arena, start, bytes) { break }
        slot = (slot + 1) & mask
      }
      return slot
    }
  }

  private static func equal(
    _ arena: UnsafeBufferPointer<UInt8>, _ start: Int, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    for index in bytes.indices where arena[start + index] != bytes[index] { return false }
    return true
  }

  private mutating func rehash(_ size: Int) {
    slots = [Int32](repeating: -1, count: size)
    arena.withUnsafeBufferPointer { arena in
      for index in 0..<count {
        var slot =
          Self.hash(UnsafeBufferPointer(rebasing: arena[starts[index]..<starts[index + 1]])) & (size - 1)
        while slots[slot] >= 0 { slot = (slot + 1) & (size - 1) }
        slots[slot] = Int32(index)
      }
    }
  }

  /// FNV-1a (Fowler, Noll, Vo) with the high bits folded in; Swift's own hash has another seed in each process.
  private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return Int(truncatingIfNeeded: (hash ^ hash >> 32) & 0x7FFF_FFFF_FFFF_FFFF)
  }
}

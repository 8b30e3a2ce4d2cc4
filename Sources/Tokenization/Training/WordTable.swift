#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The distinct words of a text, how often each occurs, and what stands behind it.
///
/// A word is whatever training does not look beyond: mostly the text from one `▁` to the next. What stands
/// behind words decides which strings the suffix tree of the whole text would branch at, see ``SeedFinder``.
struct WordTable: ~Copyable {
  /// `▁`, U+2581, which stands for a space in pieces.
  static let space: [UInt8] = [0xE2, 0x96, 0x81]

  /// One word; its bytes lie in the arena.
  struct Entry: BitwiseCopyable {
    var start: Int
    var length: Int32
    /// The byte behind the word, 0 at a line's end.
    var next = Successor.none
    /// The byte with which the line behind begins, where the word ends a line.
    var nextLine = Successor.none
    var count: Int
    /// How many times the word ends a line.
    var lineEnds = 0
  }

  private(set) var arena = GrowableBuffer<UInt8>(capacity: 1 << 16)
  private(set) var entries = GrowableBuffer<Entry>(capacity: 1 << 12)
  /// The upper half of the hash and the entry's number plus one; 0 for an empty slot.
  private var slots = GrowableBuffer<UInt64>(repeating: 0, count: 1 << 13)

  init() {}

  /// How many distinct words there are.
  var count: Int { entries.count }

  /// About how many bytes of memory the table takes.
  var footprint: Int {
    arena.count + entries.count * MemoryLayout<Entry>.stride + slots.count * MemoryLayout<UInt64>.stride
  }

  /// The bytes of word `index`.
  func bytes(_ index: Int) -> UnsafeBufferPointer<UInt8> {
    let entry = entries[index]
    return UnsafeBufferPointer(start: arena.base + entry.start, count: Int(entry.length))
  }

  /// Counts a word `weight` times and returns its number.
  mutating func add(_ bytes: UnsafePointer<UInt8>, count length: Int, weight: Int) -> Int {
    let hash = Self.hash(bytes, length)
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      let found = slots[slot]
      if found >> 32 == hash >> 32 {
        let index = Int(found & 0xFFFF_FFFF) - 1
        let entry = entries[index]
        if Int(entry.length) == length, memcmp(arena.base + entry.start, bytes, length) == 0 {
          entries[index].count += weight
          return index
        }
      }
      slot = (slot + 1) & mask
    }
    let index = entries.count
    precondition(index < Int(UInt32.max) - 1 && length <= Int(Int32.max), "too many words")
    slots[slot] = hash & 0xFFFF_FFFF_0000_0000 | UInt64(index + 1)
    entries.append(Entry(start: arena.count, length: Int32(length), count: weight))
    arena.append(bytes, count: length)
    if entries.count * 3 > slots.count * 2 { grow() }
    return index
  }

  /// The number of the word with exactly these bytes; nil if it is not there.
  func find(_ bytes: UnsafePointer<UInt8>, count length: Int) -> Int? {
    let hash = Self.hash(bytes, length)
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      let found = slots[slot]
      if found >> 32 == hash >> 32 {
        let index = Int(found & 0xFFFF_FFFF) - 1
        let entry = entries[index]
        if Int(entry.length) == length, memcmp(arena.base + entry.start, bytes, length) == 0 { return index }
      }
      slot = (slot + 1) & mask
    }
    return nil
  }

  /// Notes that `byte` stands behind word `index`.
  mutating func follow(_ index: Int, by byte: UInt8) { entries[index].next.add(UInt16(byte)) }

  /// Notes that word `index` ends `weight` lines; `byte` begins the line behind them.
  mutating func endLines(_ index: Int, count weight: Int) {
    entries[index].next.add(0)
    entries[index].lineEnds += weight
  }

  /// Notes what begins the line behind a line that word `index` ends.
  mutating func followLine(_ index: Int, by byte: UInt16) { entries[index].nextLine.add(byte) }

  /// Takes over the counts of word `source` of another table.
  mutating func merge(_ source: Entry, bytes: UnsafePointer<UInt8>) -> Int {
    let index = add(bytes, count: Int(source.length), weight: source.count)
    entries[index].next.add(source.next)
    entries[index].nextLine.add(source.nextLine)
    entries[index].lineEnds += source.lineEnds
    return index
  }

  /// Forgets all words and keeps the room.
  mutating func removeAll() {
    arena.removeAll()
    entries.removeAll()
    slots.base.update(repeating: 0, count: slots.count)
  }

  private mutating func grow() {
    var larger = GrowableBuffer<UInt64>(repeating: 0, count: slots.count * 2)
    let mask = larger.count - 1
    for index in 0..<entries.count {
      let entry = entries[index]
      let hash = Self.hash(arena.base + entry.start, Int(entry.length))
      var slot = Int(truncatingIfNeeded: hash) & mask
      while larger[slot] != 0 { slot = (slot + 1) & mask }
      larger[slot] = hash & 0xFFFF_FFFF_0000_0000 | UInt64(index + 1)
    }
    slots = larger
  }

  /// Eight bytes at a time: multiply, fold. Swift's own hash has another seed in each process.
  @inline(__always)
  private static func hash(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
    var hash = UInt64(truncatingIfNeeded: count) &* 0x9E37_79B9_7F4A_7C15
    var offset = 0
    // SAFETY: reads stay below `count`.
    while offset + 8 <= count {
      let word = UnsafeRawPointer(bytes + offset).loadUnaligned(as: UInt64.self)
      hash = (hash ^ word) &* 0x9FB2_1C65_1E98_DF25
      hash ^= hash >> 32
      offset += 8
    }
    var rest: UInt64 = 0
    while offset < count {
      rest = rest << 8 | UInt64(bytes[offset])
      offset += 1
    }
    hash = (hash ^ rest) &* 0x9FB2_1C65_1E98_DF25
    return hash ^ hash >> 29
  }
}

/// What stands behind a string: nothing known, always the same byte, or several.
struct Successor: BitwiseCopyable, Equatable {
  /// The end of the whole text, which is like no byte.
  static let endOfText: UInt16 = 0x100
  static let none = Successor(value: 0xFFFF)
  static let several = Successor(value: 0xFFFE)

  private(set) var value: UInt16

  @inline(__always)
  mutating func add(_ other: UInt16) { add(Successor(value: other)) }

  @inline(__always)
  mutating func add(_ other: Successor) {
    if self == .none {
      self = other
    } else if other != .none, other != self {
      self = .several
    }
  }
}

/// Where a line is cut into words. Source: `SplitIntoWords` in `model_interface.cc` of SentencePiece 0.2.3.
enum WordSplit: Sendable, Equatable {
  /// The whole line is one word.
  case lines
  /// Words begin with `▁`; with `keepsRuns` a run of `▁` stays together.
  case prefix(keepsRuns: Bool)
  /// Words end with `▁`; with `keepsRuns` a run of `▁` stays together.
  case suffix(keepsRuns: Bool)

  /// Calls `body` with the range of each word of `line`.
  @inline(__always)
  func forEachWord(of line: UnsafeBufferPointer<UInt8>, _ body: (Range<Int>) -> Void) {
    var start = 0
    var offset = 0
    var followsSpace = false
    if case .lines = self { offset = line.count }
    while offset < line.count {
      guard line[offset] == 0xE2, line.isSpace(at: offset) else {
        if case .suffix(true) = self, followsSpace {
          body(start..<offset)
          start = offset
        }
        followsSpace = false
        offset += 1
        continue
      }
      switch self {
      case .prefix(let keepsRuns):
        if offset > start, !(keepsRuns && followsSpace) {
          body(start..<offset)
          start = offset
        }
      case .suffix(false):
        body(start..<offset + 3)
        start = offset + 3
      case .suffix, .lines: break
      }
      followsSpace = true
      offset += 3
    }
    if start < line.count { body(start..<line.count) }
  }
}

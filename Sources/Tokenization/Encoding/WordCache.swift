/// The ids of words that were cut before.
///
/// Words are told apart by all of their bytes, so an entry is a fact and never a guess: with the cache, without
/// it, or with another text before, the ids are the same. Each word has one place; a new word takes it from the
/// one that was there. Bounded, and allocated at the first word.
struct WordCache: ~Copyable {
  /// Words of more bytes are not kept: five syllables and a particle's letter.
  static let maximumLength = 16
  private static let headerBytes = 20

  /// A word: its first and its last eight bytes, which overlap in a short word, and its length with a mark for
  /// the space before it.
  struct Key {
    var first: UInt64 = 0
    var last: UInt64 = 0
    var tag: UInt16 = 0

    /// The key of `length` bytes, 1 to ``maximumLength``, at `start` in a text of `count` bytes.
    @inline(__always)
    init(_ bytes: UnsafePointer<UInt8>, start: Int, length: Int, count: Int, hasSpace: Bool) {
      tag = UInt16(truncatingIfNeeded: length) | (hasSpace ? 0x20 : 0)
      // SAFETY: all loads lie inside of the text.
      let word = UnsafeRawPointer(bytes + start)
      if length >= 8 {
        first = word.loadUnaligned(as: UInt64.self)
        last = word.loadUnaligned(fromByteOffset: length &- 8, as: UInt64.self)
      } else if start &+ 8 <= count {
        first = word.loadUnaligned(as: UInt64.self).littleEndian & ((1 &<< UInt64(8 &* length)) &- 1)
      } else {
        for index in 0..<length { first |= UInt64(bytes[start + index]) << UInt64(8 * index) }
      }
    }

    /// Multiplies and folds. Source: Wang Yi, wyhash.
    @inline(__always)
    var hash: UInt64 {
      let product = (first ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(
        by: last ^ 0xE703_7ED1_A0B4_28DB ^ UInt64(tag) << 32)
      return product.high ^ product.low
    }
  }

  /// One place: 16 bytes of the word, its tag with the number of ids, how far it holds, and the ids.
  struct Entry {
    let memory: UnsafeMutableRawPointer

    fileprivate static let bytesMark: UInt16 = 0x40

    @inline(__always)
    fileprivate var tag: UInt16 {
      get { memory.load(fromByteOffset: 16, as: UInt16.self) }
      nonmutating set { memory.storeBytes(of: newValue, toByteOffset: 16, as: UInt16.self) }
    }

    /// Whether the entry is that of the word.
    @inline(__always)
    func matches(_ key: Key) -> Bool {
      // SAFETY: an entry has at least 32 bytes, and lies at a multiple of 32.
      let words = memory.assumingMemoryBound(to: UInt64.self)
      return words[0] == key.first && words[1] == key.last && tag & 0x3F == key.tag
    }

    /// How many ids there are.
    @inline(__always)
    var count: Int { Int(tag &>> 8) }

    /// The entry holds where the sum of scores before the word is smaller than this, its sign left out.
    @inline(__always)
    var limit: Float {
      Float(bitPattern: UInt32(memory.load(fromByteOffset: 18, as: UInt16.self)) << 16)
    }

    @inline(__always)
    var ids: UnsafeMutablePointer<Int32> { (memory + headerBytes).assumingMemoryBound(to: Int32.self) }

    /// Whether each id is a piece of text, so that the places of the pieces follow from their lengths.
    @inline(__always)
    var isAllText: Bool { tag & Self.bytesMark == 0 }
  }

  /// How many ids an entry can hold.
  let maximumIDs: Int
  private let stride: Int
  private let mask: Int
  private var memory: UnsafeMutableRawPointer?

  /// A cache of `places` words (a power of two; 0 for none). `isWide` makes room for words of many pieces.
  init(places: Int, isWide: Bool) {
    stride = isWide ? 64 : 32
    maximumIDs = (stride - Self.headerBytes) / 4
    mask = places - 1
  }

  deinit { memory?.deallocate() }

  /// Whether anything is kept at all.
  @inline(__always)
  var isOn: Bool { mask >= 0 }

  /// The place of a word.
  @inline(__always)
  mutating func entry(at hash: UInt64) -> Entry {
    let memory = memory ?? allocate()
    // SAFETY: the place is one of `mask + 1`.
    return Entry(memory: memory + (Int(truncatingIfNeeded: hash &>> 20) & mask) &* stride)
  }

  @inline(never)
  private mutating func allocate() -> UnsafeMutableRawPointer {
    let bytes = (mask + 1) * stride
    let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    self.memory = memory
    return memory
  }

  /// Keeps the ids of a word. Of `limit` the upper half is kept, which makes it no larger.
  mutating func store(
    _ key: Key, hash: UInt64, ids: UnsafeBufferPointer<Int32>, limit: Float, isAllText: Bool
  ) {
    assert(ids.count <= maximumIDs && key.tag != 0 && limit > 0)
    let entry = entry(at: hash)
    // SAFETY: as above.
    let words = entry.memory.assumingMemoryBound(to: UInt64.self)
    (words[0], words[1]) = (key.first, key.last)
    entry.tag = key.tag | (isAllText ? 0 : Entry.bytesMark) | UInt16(ids.count) << 8
    entry.memory.storeBytes(of: UInt16(limit.bitPattern >> 16), toByteOffset: 18, as: UInt16.self)
    entry.ids.update(from: ids.baseAddress.unsafelyUnwrapped, count: ids.count)
  }
}

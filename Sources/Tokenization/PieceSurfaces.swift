/// What the pieces of a model are decoded to, side by side in one table.
struct PieceSurfaces: Sendable {
  /// What decoding does with a piece.
  enum Kind: Equatable, Sendable {
    /// Writes its text, which begins with a `▁` or not.
    case text(beginsWithSpace: Bool)
    /// Adds a byte to the run of bytes.
    case byte(UInt8)
    /// Writes nothing.
    case silent
    /// Writes what stands for unknown text.
    case unknown
    /// Is no piece of the model.
    case outside
  }

  /// One piece, 8 bytes.
  struct Entry: BitwiseCopyable, Sendable {
    /// Where the text begins, or the byte.
    var start: UInt32
    /// The length of the text, below ``kindShift``; above it the kind.
    var lengthAndKind: UInt32

    static let kindShift: UInt32 = 28
    static let text: UInt32 = 0
    static let spacedText: UInt32 = 1
    static let byte: UInt32 = 2
    static let silent: UInt32 = 3
    static let unknown: UInt32 = 4

    @inline(__always)
    var kind: UInt32 { lengthAndKind >> Self.kindShift }

    @inline(__always)
    var length: Int { Int(lengthAndKind & (1 << Self.kindShift - 1)) }

    init(start: Int, length: Int = 0, kind: UInt32) {
      self.start = UInt32(clamping: start)
      lengthAndKind = UInt32(length) & (1 << Self.kindShift - 1) | kind << Self.kindShift
    }
  }

  /// How many bytes may be read behind any text, so that short texts are copied without counting.
  static let slack = 16

  let entries: FrozenArray<Entry>
  let arena: FrozenArray<UInt8>

  /// The surfaces of the pieces of `model`, which together have `bytes` bytes.
  init(_ model: SentencePieceModel, bytes: Int, byteIDs: [Int32]) {
    let pieces = model.pieces
    let total = bytes + Self.slack
    var entries = [Entry](repeating: Entry(start: 0, kind: Entry.silent), count: pieces.count)
    arena = FrozenArray(unsafeUninitializedCapacity: total) { arena in
      arena.initialize(repeating: 0)
      var end = 0
      for index in pieces.indices {
        switch pieces[index].type {
        case .control, .byte: break
        case .unknown: entries[index] = Entry(start: 0, kind: Entry.unknown)
        case .normal, .userDefined, .unused:
          let start = end
          let isSpaced = pieces[index].withBytes { bytes in
            Self.append(bytes, to: arena, at: &end)
            return bytes.isSpace(at: 0)
          }
          entries[index] = Entry(
            start: start, length: end - start, kind: isSpaced ? Entry.spacedText : Entry.text)
        }
      }
    }
    for (id, byte) in zip(byteIDs, 0...) { entries[Int(id)] = Entry(start: byte, kind: Entry.byte) }
    self.entries = FrozenArray(entries)
  }

  /// Writes `bytes` with a space for each `▁`.
  @inline(__always)
  private static func append(
    _ bytes: UnsafeBufferPointer<UInt8>, to arena: UnsafeMutableBufferPointer<UInt8>, at end: inout Int
  ) {
    var offset = 0
    while offset < bytes.count {
      let isSpace = bytes.isSpace(at: offset)
      arena[end] = isSpace ? 0x20 : bytes[offset]
      end += 1
      offset += isSpace ? WordTable.space.count : 1
    }
  }

  /// What decoding does with piece `id`.
  func kind(of id: Int32) -> Kind {
    guard id >= 0, Int(id) < entries.count else { return .outside }
    let entry = entries[Int(id)]
    return switch entry.kind {
    case Entry.text: .text(beginsWithSpace: false)
    case Entry.spacedText: .text(beginsWithSpace: true)
    case Entry.byte: .byte(UInt8(truncatingIfNeeded: entry.start))
    case Entry.unknown: .unknown
    default: .silent
    }
  }

  /// The text of piece `id`, with spaces for `▁`; empty for pieces without text.
  func text(of id: Int32) -> ArraySlice<UInt8> {
    let entry = entries[Int(id)]
    guard entry.kind <= Entry.spacedText else { return [] }
    // SAFETY: the text lies inside of the arena.
    return ArraySlice(UnsafeBufferPointer(start: arena.base + Int(entry.start), count: entry.length))
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether `▁` begins at `offset`.
  @inline(__always)
  func isSpace(at offset: Int) -> Bool {
    self[offset] == 0xE2 && offset + 2 < count && self[offset + 1] == 0x96 && self[offset + 2] == 0x81
  }
}

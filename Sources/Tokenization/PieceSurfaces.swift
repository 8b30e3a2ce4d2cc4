/// What the pieces of a model are decoded to, side by side in one table.
struct PieceSurfaces: Sendable {
  /// What decoding does with a piece.
  enum Kind: Equatable, BitwiseCopyable, Sendable {
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

  private let kinds: FrozenArray<Kind>
  private let starts: FrozenArray<Int>
  private let arena: [UInt8]

  init(_ model: SentencePieceModel, byteIDs: [Int32]) {
    var kinds: [Kind] = []
    var starts = [0]
    var arena: [UInt8] = []
    for piece in model.pieces {
      switch piece.type {
      case .control: kinds.append(.silent)
      case .unknown: kinds.append(.unknown)
      case .byte: kinds.append(.silent)
      case .normal, .userDefined, .unused:
        kinds.append(.text(beginsWithSpace: piece.bytes.starts(with: WordTable.space)))
        Self.append(piece.bytes, to: &arena)
      }
      starts.append(arena.count)
    }
    for (id, byte) in zip(byteIDs, UInt8.min...UInt8.max) { kinds[Int(id)] = .byte(byte) }
    self.kinds = FrozenArray(kinds)
    self.starts = FrozenArray(starts)
    self.arena = arena
  }

  /// Appends `bytes` with a space for each `▁`.
  private static func append(_ bytes: [UInt8], to arena: inout [UInt8]) {
    bytes.withUnsafeBufferPointer { bytes in
      var offset = 0
      while offset < bytes.count {
        let isSpace = bytes.isSpace(at: offset)
        arena.append(isSpace ? 0x20 : bytes[offset])
        offset += isSpace ? WordTable.space.count : 1
      }
    }
  }

  /// What decoding does with piece `id`.
  func kind(of id: Int32) -> Kind { id >= 0 && Int(id) < kinds.count ? kinds[Int(id)] : .outside }

  /// The text of piece `id`, with spaces for `▁`; empty for pieces without text.
  func text(of id: Int32) -> ArraySlice<UInt8> { arena[starts[Int(id)]..<starts[Int(id) + 1]] }
}

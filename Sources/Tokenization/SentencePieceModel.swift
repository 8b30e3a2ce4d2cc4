/// A SentencePiece model: the pieces with their scores and types, and how it was trained and normalizes.
///
/// Reading and writing keeps what it does not know: a model that is read and written unchanged keeps every
/// field, in the order in which SentencePiece writes them.
/// Source: `sentencepiece_model.proto` of SentencePiece 0.2.3.
public struct SentencePieceModel: Sendable, Equatable {
  /// What a piece is for; the raw values are those of the file.
  public enum PieceType: Int, Sendable, BitwiseCopyable {
    /// A piece of text.
    case normal = 1
    /// The piece that stands for text outside of the vocabulary.
    case unknown = 2
    /// A piece that never comes from text, such as `<s>`.
    case control = 3
    /// A piece that is always taken whole where it stands in the text.
    case userDefined = 4
    /// A piece that is kept for its id and never given out.
    case unused = 5
    /// One of the 256 pieces `<0x00>` to `<0xFF>`, for text outside of the vocabulary.
    case byte = 6
  }

  /// One row of the vocabulary; its place is its id.
  public struct Piece: Sendable, Equatable {
    /// The text of the piece, with `▁` (U+2581) for a space.
    ///
    /// Reading it copies the bytes; ``withBytes(_:)`` does not.
    public var bytes: [UInt8] {
      get { Array(source[start..<start + count]) }
      set { (source, start, count) = (newValue, 0, newValue.count) }
    }
    /// The bytes that the text is a part of: those of the file, shared by all of its pieces. An array for each
    /// of 32,000 pieces would take longer to allocate than the whole file takes to read.
    private var source: [UInt8]
    private var start: Int
    private var count: Int
    /// Log probability (unigram) or minus the merge's rank (BPE).
    public var score: Float
    /// What the piece is for.
    public var type: PieceType
    /// Whether the file spells out a score of 0, or the type `normal`.
    private var spellsScore = true
    private var spellsType = false
    /// Fields of the file that this type does not name, as they stood.
    private var otherFields: [UInt8] = []

    /// A piece from its parts.
    public init(bytes: [UInt8], score: Float, type: PieceType) {
      (source, start, count) = (bytes, 0, bytes.count)
      self.score = score
      self.type = type
    }

    /// Lends the piece's bytes without copying them.
    @inline(__always)
    func withBytes<Result, Failure: Error>(
      _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
      try source.withUnsafeBufferPointer { source throws(Failure) in
        try body(UnsafeBufferPointer(rebasing: source[start..<start + count]))
      }
    }

    /// The piece's text; malformed bytes read as U+FFFD.
    public var text: String { withBytes { String(decoding: $0, as: UTF8.self) } }

    /// Two pieces are equal when they mean the same, however the file spells them.
    public static func == (left: Self, right: Self) -> Bool {
      left.source[left.start..<left.start + left.count]
        == right.source[right.start..<right.start + right.count]
        && left.score == right.score && left.type == right.type && left.otherFields == right.otherFields
    }

    /// A piece of the usual spelling at `offset` of a file: the key of a piece, its text, its score, and its type
    /// unless it is normal. Moves `offset` behind it; nil for any other spelling, which is left to the reader.
    @inline(__always)
    fileprivate init?(
      usual bytes: UnsafeBufferPointer<UInt8>, at offset: inout Int, source: [UInt8]
    ) {
      guard offset + 4 <= bytes.count, bytes[offset] == 0x0A, bytes[offset + 2] == 0x0A else { return nil }
      let end = offset + 2 + Int(bytes[offset + 1])
      let count = Int(bytes[offset + 3])
      let score = offset + 4 + count
      let hasType = end == score + 7
      guard bytes[offset + 1] < 0x80, count < 0x80, end <= bytes.count, end == score + 5 || hasType,
        bytes[score] == 0x15
      else { return nil }
      var type = PieceType.normal
      if hasType {
        guard bytes[score + 5] == 0x18, let found = PieceType(rawValue: Int(bytes[score + 6])) else {
          return nil
        }
        type = found
      }
      let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[score + 1 + $1]) << UInt32(8 * $1) }
      (self.source, start, self.count) = (source, offset + 4, count)
      self.score = Float(bitPattern: bits)
      self.type = type
      spellsType = hasType
      offset = end
    }

    init(_ bytes: [UInt8], _ range: Range<Int>) throws(TokenizationError) {
      self.init(bytes: [], score: 0, type: .normal)
      spellsScore = false
      var reader = ProtobufWire.Reader(bytes, range: range, name: "piece")
      while let field = try reader.next() {
        switch (field.number, field.wireType) {
        case (1, ProtobufWire.lengthDelimited):
          (source, start, count) = (bytes, field.content.lowerBound, field.content.count)
        case (2, ProtobufWire.fixed32):
          score = Float(bitPattern: UInt32(truncatingIfNeeded: field.value))
          spellsScore = true
        case (3, ProtobufWire.varint):
          guard let type = PieceType(rawValue: field.integer) else {
            throw .unknownValue(field: "piece.type", offset: field.offset, found: field.integer)
          }
          self.type = type
          spellsType = true
        case (1, _), (2, _), (3, _):
          let expected = [ProtobufWire.lengthDelimited, ProtobufWire.fixed32, ProtobufWire.varint]
          throw .wrongWireType(
            field: "piece", offset: field.offset, expected: expected[field.number - 1], found: field.wireType)
        default: otherFields += bytes[field.whole]
        }
      }
    }

    func serialized() -> [UInt8] {
      var message = ProtobufWire.Writer()
      message.content(1, bytes)
      if spellsScore || score != 0 { message.float(2, score) }
      if spellsType || type != .normal { message.integer(3, type.rawValue) }
      return message.bytes + otherFields
    }
  }

  /// The vocabulary, by id.
  public var pieces: [Piece]

  /// How the model was trained.
  public var trainer: TrainerSpec {
    didSet { sections[2] = nil }
  }

  /// How text is normalized before it is cut.
  public var normalizer: NormalizerSpec {
    didSet { sections[3] = nil }
  }

  /// How decoded text is normalized; nil if the model has no rule for that.
  public var denormalizer: NormalizerSpec? {
    didSet { sections[5] = nil }
  }

  /// The messages of the file as they stood, by field number, until the value they hold is changed.
  private var sections: [Int: [UInt8]] = [:]
  /// The other fields of the file, as they stood.
  private var otherFields: [UInt8] = []

  /// A model from its parts.
  public init(
    pieces: [Piece], trainer: TrainerSpec, normalizer: NormalizerSpec, denormalizer: NormalizerSpec? = nil
  ) {
    self.pieces = pieces
    self.trainer = trainer
    self.normalizer = normalizer
    self.denormalizer = denormalizer
  }

  /// Reads a `.model` file. Throws ``TokenizationError`` if the bytes are not one.
  public init(serialized bytes: [UInt8]) throws(TokenizationError) {
    self.init(pieces: [], trainer: TrainerSpec(), normalizer: NormalizerSpec())
    var trainer = TrainerSpec()
    var normalizer = NormalizerSpec()
    var denormalizer: NormalizerSpec?
    var found: [Int: [UInt8]] = [:]
    let begin = readUsualPieces(bytes)
    var reader = ProtobufWire.Reader(bytes, range: begin..<bytes.count, name: "model")
    while let field = try reader.next() {
      switch field.number {
      case 1, 2, 3, 5:
        guard field.wireType == ProtobufWire.lengthDelimited else {
          throw .wrongWireType(
            field: "model", offset: field.offset, expected: ProtobufWire.lengthDelimited,
            found: field.wireType)
        }
        if field.number != 1 { found[field.number, default: []] += bytes[field.content] }
        switch field.number {
        case 1: pieces.append(try Piece(bytes, field.content))
        case 2: try trainer.merge(bytes, field.content)
        case 3: try normalizer.merge(bytes, field.content)
        default:
          var spec = denormalizer ?? NormalizerSpec()
          try spec.merge(bytes, field.content)
          denormalizer = spec
        }
      default:
        otherFields += bytes[field.whole]
      }
    }
    guard !pieces.isEmpty else { throw .noPieces }
    self.trainer = trainer
    self.normalizer = normalizer
    self.denormalizer = denormalizer
    sections = found
  }

  /// Reads the pieces that a file begins with as long as they are spelled as usual, and gives where they end.
  private mutating func readUsualPieces(_ bytes: [UInt8]) -> Int {
    bytes.withUnsafeBufferPointer { file in
      var offset = 0
      // A piece of Korean takes some 20 bytes.
      pieces.reserveCapacity(file.count / 24)
      while let piece = Piece(usual: file, at: &offset, source: bytes) { pieces.append(piece) }
      return offset
    }
  }

  /// The bytes of a `.model` file.
  public func serialized() -> [UInt8] {
    var file = ProtobufWire.Writer()
    for piece in pieces { file.content(1, piece.serialized()) }
    file.content(2, sections[2] ?? trainer.serialized())
    file.content(3, sections[3] ?? normalizer.serialized())
    // Field 4 (self-test data) is among the others; SentencePiece writes by field number.
    let before = otherFields.first.map { $0 >> 3 < 5 } ?? false
    if before { file.bytes += otherFields }
    if let denormalizer { file.content(5, sections[5] ?? denormalizer.serialized()) }
    if !before { file.bytes += otherFields }
    return file.bytes
  }

  /// Two models are equal when their files would mean the same.
  public static func == (left: Self, right: Self) -> Bool {
    left.pieces == right.pieces && left.trainer == right.trainer && left.normalizer == right.normalizer
      && left.denormalizer == right.denormalizer && left.otherFields == right.otherFields
  }
}

import Normalization

/// The characters that get pieces of their own, numbered in the order of their code points.
///
/// Two of the numbers are no characters of the text: one stands for whatever has no piece, one for a place
/// that no piece goes across. Numbers order as UTF-8 strings do.
/// Source: `TrainerInterface::LoadSentences` of SentencePiece 0.2.3.
struct Alphabet {
  /// `▅`, which stands for characters without a piece; lines with it are not trained on.
  static let unknown: UInt32 = 0x2585
  /// Stands for a place that no piece goes across.
  static let boundary: UInt32 = 0x1F

  /// All code points, ascending.
  let scalars: [UInt32]
  /// How often each occurs; 0 for the two that are no characters.
  let counts: [Int]
  /// The share of the text's characters that have pieces.
  let coverage: Double
  /// The numbers of the characters that get pieces, most frequent first, then by code point.
  let byFrequency: [Int32]
  let unknownSymbol: Int32
  let boundarySymbol: Int32
  private let numbers: FrozenArray<Int32>

  /// The characters of `words` up to the specification's coverage, required ones first.
  init(
    of words: borrowing WordTable, _ spec: SentencePieceModel.TrainerSpec
  ) throws(TokenizerTrainingError) {
    var counts = [Int](repeating: 0, count: 0x110000)
    for index in 0..<words.count {
      let weight = words.entries[index].count
      Self.forEachScalar(of: words.bytes(index)) { counts[Int($0)] += weight }
    }
    counts[0] = 0
    counts[0x20] = 0
    var required: Set<UInt32> = []
    for scalar in UTF8Scalar.values(of: Array(spec.requiredCharacters.utf8)) where scalar != 0 {
      guard scalar != 0x20 else { throw .requiredSpace }
      required.insert(scalar)
    }
    let total = counts.reduce(0, +)
    guard total > 0 else { throw .noText }
    var order = (UInt32(1)..<0x110000).filter { counts[Int($0)] > 0 || required.contains($0) }
    let coverageWanted = spec.choosesCharacterCoverage ? .infinity : spec.characterCoverage
    order.sort { left, right in
      let ranks = (required.contains(left) ? 1 : 0, required.contains(right) ? 1 : 0)
      if ranks.0 != ranks.1 { return ranks.0 > ranks.1 }
      if counts[Int(left)] != counts[Int(right)] { return counts[Int(left)] > counts[Int(right)] }
      return left < right
    }
    var covered = 0
    var kept: [UInt32] = []
    for scalar in order {
      if !spec.usesWholeVocabulary, Float(Double(covered) / Double(total)) >= coverageWanted { break }
      covered += counts[Int(scalar)]
      if scalar != Self.boundary, scalar != Self.unknown { kept.append(scalar) }
    }
    self.init(kept: kept, counts: counts, coverage: Double(covered) / Double(total))
  }

  /// The alphabet of exactly the characters `kept`.
  init(kept: [UInt32], counts: [Int], coverage: Double) {
    self.coverage = coverage
    scalars = (kept + [Self.unknown, Self.boundary]).sorted()
    var numbers = [Int32](repeating: -1, count: Int(scalars[scalars.count - 1]) + 1)
    for (number, scalar) in zip(Int32(0)..., scalars) { numbers[Int(scalar)] = number }
    unknownSymbol = numbers[Int(Self.unknown)]
    boundarySymbol = numbers[Int(Self.boundary)]
    self.numbers = FrozenArray(numbers)
    let own = scalars.map { $0 == Self.unknown || $0 == Self.boundary ? 0 : counts[Int($0)] }
    self.counts = own
    let special = [unknownSymbol, boundarySymbol]
    byFrequency = (0..<Int32(scalars.count)).filter { !special.contains($0) }
      .sorted { own[Int($0)] != own[Int($1)] ? own[Int($0)] > own[Int($1)] : $0 < $1 }
  }

  /// How many characters get pieces.
  var count: Int { scalars.count - 2 }

  /// The number of `scalar`; that of the unknown if it has no piece.
  @inline(__always)
  func symbol(of scalar: UInt32) -> Int32 {
    guard Int(scalar) < numbers.count else { return unknownSymbol }
    let number = numbers[Int(scalar)]
    return number < 0 ? unknownSymbol : number
  }

  /// The UTF-8 of a run of symbols.
  func bytes(of symbols: UnsafeBufferPointer<Int32>) -> [UInt8] {
    var bytes: [UInt8] = []
    for symbol in symbols { UTF8Scalar.append(scalars[Int(symbol)], to: &bytes) }
    return bytes
  }

  /// The first byte of each symbol.
  var firstBytes: [UInt8] { scalars.map { UTF8Scalar.bytes(of: $0)[0] } }

  /// Calls `body` with each scalar of `bytes`, which are well-formed but for what is read as U+FFFD.
  @inline(__always)
  static func forEachScalar(of bytes: UnsafeBufferPointer<UInt8>, _ body: (UInt32) -> Void) {
    var offset = 0
    while offset < bytes.count {
      let first = UInt32(bytes[offset])
      if first < 0x80 {
        body(first)
        offset += 1
      } else if first >= 0xE1, first < 0xED, offset + 2 < bytes.count {
        // Normalized text is well-formed: no need to look at trail bytes twice.
        body((first & 0xF) << 12 | UInt32(bytes[offset + 1] & 0x3F) << 6 | UInt32(bytes[offset + 2] & 0x3F))
        offset += 3
      } else {
        let scalar = UTF8Scalar(in: bytes, at: offset)
        body(scalar?.value ?? 0xFFFD)
        offset += scalar?.length ?? 1
      }
    }
  }
}

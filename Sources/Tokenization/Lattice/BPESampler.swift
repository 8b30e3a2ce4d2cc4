import Normalization

/// Byte pair encoding one join at a time, with joins left out by chance (BPE-dropout).
///
/// The plain way, symbol by symbol and with a queue of pairs: it is also what the tests hold the fast segmenter
/// against. Source: `SampleEncode` in SentencePiece's `bpe_model.cc`; Provilkov et al. 2020, "BPE-Dropout".
struct BPESampler: Sendable {
  let pieces: PrefixTable
  let symbols: PrefixTable
  let model: SentencePieceModel

  private struct Symbol {
    var range: Range<Int>
    var previous: Int
    var next: Int
    var isFrozen = false
  }

  private struct Pair {
    var score: Float
    var left: Int
    var right: Int
    var size: Int
  }

  /// The pieces of `bytes` and their places; -1 for what no piece stands for. A join is left out with the probability
  /// `dropout`, each time it is the best.
  func segment(
    _ bytes: [UInt8], dropout: Double, using generator: inout some RandomNumberGenerator
  ) -> [(id: Int32, range: Range<Int>)] {
    var chain = symbolChain(bytes)
    var partsOfUnused: [ArraySlice<UInt8>: (Range<Int>, Range<Int>)] = [:]
    var agenda = StandardHeap<Pair> { ($0.score, $1.left) < ($1.score, $0.left) }
    func offer(_ left: Int, _ right: Int) {
      guard left >= 0, right >= 0, !chain[left].isFrozen, !chain[right].isFrozen else { return }
      let range = chain[left].range.lowerBound..<chain[right].range.upperBound
      guard let id = pieces.value(of: bytes[range]) else { return }
      agenda.push(Pair(score: model.pieces[Int(id)].score, left: left, right: right, size: range.count))
      if model.pieces[Int(id)].type == .unused {
        partsOfUnused[bytes[range]] = (chain[left].range, chain[right].range)
      }
    }
    for left in chain.indices.dropLast() { offer(left, left + 1) }
    while dropout < 1, let pair = agenda.pop() {
      let (left, right) = (chain[pair.left].range, chain[pair.right].range)
      if left.isEmpty || right.isEmpty || left.count + right.count != pair.size { continue }
      if dropout > 0, Double.random(in: 0..<1, using: &generator) < dropout { continue }
      chain[pair.left].range = left.lowerBound..<right.upperBound
      chain[pair.left].next = chain[pair.right].next
      if chain[pair.right].next >= 0 { chain[chain[pair.right].next].previous = pair.left }
      chain[pair.right].range = right.upperBound..<right.upperBound
      offer(chain[pair.left].previous, pair.left)
      offer(pair.left, chain[pair.left].next)
    }
    var result: [(id: Int32, range: Range<Int>)] = []
    var index = chain.isEmpty ? -1 : 0
    while index >= 0 {
      append(chain[index].range, of: bytes, partsOfUnused, to: &result)
      index = chain[index].next
    }
    return result
  }

  /// One symbol for each character and each user-defined piece, which never joins.
  private func symbolChain(_ bytes: [UInt8]) -> [Symbol] {
    var chain: [Symbol] = []
    var offset = 0
    while offset < bytes.count {
      var length = 0
      symbols.forEachPrefix(of: bytes, at: offset) { found, _ in length = found }
      let isFrozen = length > 0
      if !isFrozen {
        length = bytes.withUnsafeBufferPointer { UTF8Scalar(in: $0, at: offset)?.length ?? 1 }
      }
      chain.append(
        Symbol(
          range: offset..<offset + length, previous: chain.count - 1, next: chain.count + 1,
          isFrozen: isFrozen)
      )
      offset += length
    }
    if !chain.isEmpty { chain[chain.count - 1].next = -1 }
    return chain
  }

  /// Appends the piece of `range`; an unused one falls apart into what it was joined from.
  private func append(
    _ range: Range<Int>, of bytes: [UInt8],
    _ partsOfUnused: [ArraySlice<UInt8>: (Range<Int>, Range<Int>)],
    to result: inout [(id: Int32, range: Range<Int>)]
  ) {
    // SentencePiece stops taking apart at this depth.
    var pending = [(range: range, depth: 0)]
    while let (range, depth) = pending.popLast() {
      guard let id = pieces.value(of: bytes[range]) else {
        result.append((-1, range))
        continue
      }
      guard model.pieces[Int(id)].type == .unused, depth <= 100 else {
        result.append((id, range))
        continue
      }
      guard let (left, right) = partsOfUnused[bytes[range]] else {
        result.append((-1, range))
        continue
      }
      // The parts were noted down where the piece was last seen; only their lengths count here.
      let cut = range.lowerBound + left.count
      precondition(left.count + right.count == range.count, "the parts of a piece make it up")
      pending.append((cut..<range.upperBound, depth + 1))
      pending.append((range.lowerBound..<cut, depth + 1))
    }
  }
}

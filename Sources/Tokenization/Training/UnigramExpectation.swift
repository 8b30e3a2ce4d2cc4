#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Takes what the words contribute to the pieces, in the order of the words.
protocol ContributionSink: ~Copyable {
  mutating func add(_ id: Int32, _ value: Double)
}

/// Adds at once, in 32-bit floats as SentencePiece does on one thread.
struct DirectSink: ContributionSink {
  let totals: UnsafeMutablePointer<Float>

  @inline(__always)
  mutating func add(_ id: Int32, _ value: Double) {
    totals[Int(id)] = Float(Double(totals[Int(id)]) + value)
  }
}

/// Keeps contributions, so that they can be added in order when several threads made them.
struct RecordingSink: ContributionSink, ~Copyable {
  struct Contribution: BitwiseCopyable {
    var value: Double
    var id: Int32
  }

  var contributions = GrowableBuffer<Contribution>(capacity: 1 << 12)

  @inline(__always)
  mutating func add(_ id: Int32, _ value: Double) { contributions.append(Contribution(value: value, id: id)) }

  /// Adds what was kept to `totals`, in order, and forgets it.
  mutating func replay(into totals: UnsafeMutablePointer<Float>) {
    var sink = DirectSink(totals: totals)
    for index in 0..<contributions.count {
      sink.add(contributions.base[index].id, contributions.base[index].value)
    }
    contributions.removeAll()
  }
}

/// How often each piece is expected in the text under the model: the forward-backward algorithm.
///
/// A number is computed once a place where SentencePiece computes it for each pair of neighbours, from the
/// same operands in the same order.
/// Source: `Lattice::PopulateMarginal` in `unigram_model.cc` of SentencePiece 0.2.3.
struct UnigramExpectation: ~Copyable {
  private let logSum: LogSum
  private var forward = GrowableBuffer<Float>(repeating: 0, count: 64)
  private var backward = GrowableBuffer<Float>(repeating: 0, count: 64)

  init(_ logSum: LogSum) { self.logSum = logSum }

  /// Adds the expectations of the words of `range` to `sink`.
  mutating func run(
    _ range: Range<Int>, _ view: UnigramLattices.View, into sink: inout some ContributionSink & ~Copyable
  ) {
    for word in range {
      let start = Int(view.starts[word])
      let count = Int(view.starts[word + 1]) - 1 - start
      if count + 1 > forward.count {
        forward = GrowableBuffer(repeating: 0, count: 2 * count + 2)
        backward = GrowableBuffer(repeating: 0, count: 2 * count + 2)
      }
      for place in start..<start + count { view.renumber(place) }
      add(start, count, Float(view.weights[word]), view, into: &sink)
    }
  }

  @inline(__always)
  private mutating func add(
    _ start: Int, _ count: Int, _ weight: Float, _ view: UnigramLattices.View,
    into sink: inout some ContributionSink & ~Copyable
  ) {
    let (alpha, beta, pieces, logSum) = (forward.base, backward.base, view.pieces, logSum)
    // SAFETY: both have room for `count + 1`; edges end inside of their word.
    alpha[0] = 0
    for offset in 1..<max(1, count + 1) { alpha[offset] = -.infinity }
    for offset in 0..<count {
      let reached = alpha[offset]
      let character = view.characterIDs[Int(view.symbols[start + offset])]
      let score = character >= 0 ? pieces[Int(character)].score : view.unknownScore
      alpha[offset + 1] = logSum(alpha[offset + 1], score + reached)
      let edges = Int(view.edgeStarts[start + offset])
      for edge in edges..<edges + Int(view.edgeCounts[start + offset]) {
        let end = offset + Int(view.edgeLengths[edge])
        alpha[end] = logSum(alpha[end], pieces[Int(view.edgeIDs[edge])].score + reached)
      }
    }
    beta[count] = 0
    for offset in stride(from: count - 1, through: 0, by: -1) {
      let character = view.characterIDs[Int(view.symbols[start + offset])]
      var sum = -Float.infinity
      if character >= 0 { sum = pieces[Int(character)].score + beta[offset + 1] }
      let edges = Int(view.edgeStarts[start + offset])
      for edge in edges..<edges + Int(view.edgeCounts[start + offset]) {
        let score = pieces[Int(view.edgeIDs[edge])].score
        sum = logSum(sum, score + beta[offset + Int(view.edgeLengths[edge])])
      }
      if character < 0 { sum = logSum(sum, view.unknownScore + beta[offset + 1]) }
      beta[offset] = sum
    }
    let total = alpha[count]
    for offset in 0..<count {
      let character = view.characterIDs[Int(view.symbols[start + offset])]
      if character >= 0 {
        let exponent = alpha[offset] + pieces[Int(character)].score + beta[offset + 1] - total
        sink.add(character, Double(weight) * exp(Double(exponent)))
      }
      let edges = Int(view.edgeStarts[start + offset])
      for edge in edges..<edges + Int(view.edgeCounts[start + offset]) {
        let id = view.edgeIDs[edge]
        let behind = beta[offset + Int(view.edgeLengths[edge])]
        let exponent = alpha[offset] + pieces[Int(id)].score + behind - total
        sink.add(id, Double(weight) * exp(Double(exponent)))
      }
      if character < 0 {
        let exponent = alpha[offset] + view.unknownScore + beta[offset + 1] - total
        sink.add(UnigramLattices.unknownID, Double(weight) * exp(Double(exponent)))
      }
    }
  }
}

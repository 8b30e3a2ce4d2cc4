#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Estimates a unigram model: expectation and maximization in turn, then the least useful pieces go, until few
/// enough are left.
///
/// Every step is that of SentencePiece 0.2.3 on one thread, in the same precision and order: seeds, counts and
/// choices are the same. Some texts give the same scores to the last bit; in others a sum is rounded
/// differently there, scores differ by one unit in the last place, and now and then a piece at the edge of
/// the vocabulary. On several threads the work is divided, but sums are added in the order of one.
/// Sources: Kudo 2018, "Subword Regularization", section 3.2; `unigram_model_trainer.cc`.
struct UnigramTrainer: ~Copyable {
  /// Words that a thread works on before its sums are added.
  private static let block = 8192
  /// Pieces that are expected less often than this go at once.
  private static let leastExpected: Float = 0.5

  private var lattices: UnigramLattices
  private let threads: Int
  private let logSum = LogSum()

  init(_ lattices: consuming UnigramLattices, threads: Int) {
    self.lattices = lattices
    self.threads = threads
  }

  /// Estimates until at most `wanted` pieces are left, then takes out those that no cut takes.
  mutating func run(
    _ spec: SentencePieceModel.TrainerSpec, wanted: Int,
    progress: (TrainingProgress) throws(TokenizerTrainingError) -> Void
  ) throws(TokenizerTrainingError) {
    var round = 0
    while true {
      let before = lattices.pieces.count
      for _ in 0..<spec.subIterations { maximize(expectations()) }
      prune(keeping: spec.shrinkingFactor, atLeast: wanted)
      round += 1
      try progress(.estimating(round: round, pieces: lattices.pieces.count, wanted: wanted))
      // Pieces that nothing can replace always stay; if only they are left, no round will change that.
      if lattices.pieces.count <= wanted || lattices.pieces.count == before { break }
    }
    removeShadowed()
  }

  /// The pieces that are left: their symbols and scores.
  func forEachPiece(_ body: (UnsafeBufferPointer<Int32>, Float) -> Void) {
    for id in 0..<lattices.pieces.count {
      var piece = lattices.pieces[id]
      if piece.length == 1 {
        withUnsafePointer(to: &piece.place) { body(UnsafeBufferPointer(start: $0, count: 1), piece.score) }
      } else {
        let start = lattices.symbols.base + Int(piece.place)
        body(UnsafeBufferPointer(start: start, count: Int(piece.length)), piece.score)
      }
    }
  }

  /// The score of the worst piece.
  var lowestScore: Float { lattices.lowestScore }

  // MARK: Expectation

  /// How often each piece is expected.
  private mutating func expectations() -> GrowableBuffer<Float> {
    let totals = GrowableBuffer<Float>(repeating: 0, count: lattices.pieces.count)
    let view = lattices.view
    let (words, threads, logSum) = (lattices.count, threads, logSum)
    if threads == 1 {
      var sink = DirectSink(totals: totals.base)
      var pass = UnigramExpectation(logSum)
      pass.run(0..<words, view, into: &sink)
    } else {
      let workers = (0..<threads).map { _ in ExpectationWorker(logSum) }
      Self.inWaves(words, threads) { slot, range in
        workers[slot].expectation.run(range, view, into: &workers[slot].sink)
      } finish: { slot in
        workers[slot].sink.replay(into: totals.base)
      }
    }
    lattices.finishRenumbering()
    return totals
  }

  /// Divides the words among threads block by block; `finish` is called in the order of the words.
  private static func inWaves(
    _ words: Int, _ threads: Int, _ work: (Int, Range<Int>) -> Void, finish: (Int) -> Void
  ) {
    var start = 0
    while start < words {
      let wave = start
      ParallelSlots.run(threads) { slot in
        let lower = min(words, wave + slot * block)
        work(slot, lower..<min(words, lower + block))
      }
      for slot in 0..<threads { finish(slot) }
      start += threads * block
    }
  }

  private final class ExpectationWorker {
    var expectation: UnigramExpectation
    var cut = UnigramCut()
    var sink = RecordingSink()

    init(_ logSum: LogSum) { expectation = UnigramExpectation(logSum) }
  }

  // MARK: Maximization

  /// Sets the scores from the expectations; rare pieces go.
  ///
  /// The digamma function in place of the logarithm is the mean under a Dirichlet prior, which makes rare
  /// pieces rarer (Liang and Klein 2007, "Structured Bayesian Nonparametric Models").
  private mutating func maximize(_ expected: consuming GrowableBuffer<Float>) {
    var renumbering = GrowableBuffer<Int32>(repeating: -1, count: expected.count)
    var scores: [Float] = []
    var sum: Float = 0
    for id in 0..<expected.count where !(expected[id] < Self.leastExpected) {
      renumbering[id] = Int32(scores.count)
      scores.append(expected[id])
      sum += expected[id]
    }
    let logSum = Float(Self.digamma(Double(sum)))
    for id in scores.indices { scores[id] = Float(Self.digamma(Double(scores[id])) - Double(logSum)) }
    lattices.keep(renumbering, count: scores.count, scores: scores)
  }

  /// The derivative of log Γ by its asymptotic series, from 7 on by recurrence.
  static func digamma(_ x: Double) -> Double {
    var x = x
    var result = 0.0
    while x < 7 {
      result -= 1 / x
      x += 1
    }
    x -= 1.0 / 2.0
    let xx = 1.0 / x
    let xx2 = xx * xx
    let xx4 = xx2 * xx2
    result +=
      log(x) + (1.0 / 24.0) * xx2 - (7.0 / 960.0) * xx4 + (31.0 / 8064.0) * xx4 * xx2
      - (127.0 / 30720.0) * xx4 * xx4
    return result
  }

  // MARK: Pruning

  /// How often the best cuts take each piece.
  private mutating func frequencies() -> GrowableBuffer<Float> {
    let totals = GrowableBuffer<Float>(repeating: 0, count: lattices.pieces.count)
    let view = lattices.view
    if threads == 1 {
      var sink = DirectSink(totals: totals.base)
      var cut = UnigramCut()
      cut.run(0..<lattices.count, view, into: &sink)
    } else {
      let workers = (0..<threads).map { _ in ExpectationWorker(logSum) }
      Self.inWaves(lattices.count, threads) { slot, range in
        workers[slot].cut.run(range, view, into: &workers[slot].sink)
      } finish: { slot in
        workers[slot].sink.replay(into: totals.base)
      }
    }
    lattices.finishRenumbering()
    return totals
  }

  /// Keeps the share `factor` of the pieces whose loss would cost the most.
  ///
  /// The loss of a piece is that of the likelihood if its second best cut stood wherever it stands.
  private mutating func prune(keeping factor: Float, atLeast wanted: Int) {
    let frequency = frequencies()
    let view = lattices.view
    let count = lattices.pieces.count
    let total = Float(frequency.elements.reduce(0.0) { $0 + Double($1) })
    let logTotal = Float(log(Double(total)))
    var kept: [Int32] = []
    var candidates: [(id: Int32, loss: Float)] = []
    for (id, verdict) in verdicts(frequency, view) {
      switch verdict {
      case .split: continue
      case .alone: kept.append(Int32(id))
      case .instead(let others):
        let own = frequency[id]
        let score = Float(log(Double(own)) - Double(logTotal))
        let newTotal = Float(log(Double(total + own * Float(others.count - 1))))
        var instead: Float = 0
        for other in others {
          instead = Float(
            Double(instead) + (log(Double(frequency[Int(other)] + own)) - Double(newTotal)))
        }
        candidates.append((Int32(id), own / total * (score - instead)))
      }
    }
    let size = max(wanted, Int(factor * Float(count)))
    candidates.sort { $0.loss != $1.loss ? $0.loss > $1.loss : $0.id < $1.id }
    for candidate in candidates {
      if kept.count == size { break }
      kept.append(candidate.id)
    }
    var renumbering = GrowableBuffer<Int32>(repeating: -1, count: count)
    for (new, id) in kept.enumerated() { renumbering[Int(id)] = Int32(new) }
    lattices.keep(renumbering, count: kept.count, scores: nil)
  }

  /// The verdict on each piece that the best cuts take, by id.
  private func verdicts(
    _ frequency: borrowing GrowableBuffer<Float>, _ view: UnigramLattices.View
  ) -> [(id: Int, verdict: PieceLattice.Verdict)] {
    let count = lattices.pieces.count
    let taken = frequency.base
    let results = (0..<threads).map { _ in VerdictWorker() }
    let threads = threads
    ParallelSlots.run(threads) { slot in
      for id in count * slot / threads..<count * (slot + 1) / threads where taken[id] != 0 {
        results[slot].verdicts.append((id, results[slot].lattice.verdict(id, view)))
      }
    }
    return results.flatMap(\.verdicts)
  }

  private final class VerdictWorker {
    var lattice = PieceLattice()
    var verdicts: [(id: Int, verdict: PieceLattice.Verdict)] = []
  }

  /// Takes out the pieces that a cut into others beats.
  private mutating func removeShadowed() {
    renumberAll()
    let view = lattices.view
    var lattice = PieceLattice()
    var renumbering = GrowableBuffer<Int32>(repeating: -1, count: lattices.pieces.count)
    var count: Int32 = 0
    for id in 0..<lattices.pieces.count where !lattice.isShadowed(id, view) {
      renumbering[id] = count
      count += 1
    }
    lattices.keep(renumbering, count: Int(count), scores: nil)
  }

  private mutating func renumberAll() {
    let view = lattices.view
    for word in 0..<lattices.count {
      for place in Int(view.starts[word])..<Int(view.starts[word + 1]) - 1 { view.renumber(place) }
    }
    lattices.finishRenumbering()
  }
}

import Datasets

/// A record on its way through a build, with what the stages know about it.
struct Candidate: Sendable {
  var record: Record
  var key: TextKey
  /// The lowest candidate of everything that must stay on one side of a split with it.
  var side = 0
}

/// The candidates and the report that grows with them.
struct CandidatePool {
  let recipe: CorpusRecipe
  var candidates: [Candidate] = []
  var report = CurationReport()
  /// The identifier of the first row of each side; it does not change when other sources come or go.
  var sideNames: [Int: String] = [:]

  init(recipe: CorpusRecipe) { self.recipe = recipe }

  /// A number that depends on the seed and a text alone; choices are made in its order.
  func rank(_ text: String, salt: UInt64) -> UInt64 {
    StableHash.hash(text.utf8, seed: recipe.seed &+ salt)
  }

  /// Keeps the candidates that have no reason to go, and reports the others.
  mutating func keep(stage: String, unless reasons: [String?]) {
    precondition(reasons.count == candidates.count)
    var kept: [Candidate] = []
    kept.reserveCapacity(candidates.count)
    var counts: [String: Int] = [:]
    for (candidate, reason) in zip(candidates, reasons) {
      if let reason {
        counts["\(reason)/\(candidate.record.source)", default: 0] += 1
      } else {
        kept.append(candidate)
      }
    }
    report.stages.append(
      CurationReport.Stage(name: stage, taken: candidates.count, given: kept.count, reasons: counts))
    candidates = kept
  }
}

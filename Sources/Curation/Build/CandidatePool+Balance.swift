import Datasets

extension CandidatePool {
  private static let balanceSalt: UInt64 = 12
  private static let splitSalt: UInt64 = 13

  // MARK: Balance

  /// Keeps the rows that the targets ask for; what is missing is told, not filled.
  mutating func balance() {
    var reasons = [String?](repeating: "no target asks for it", count: candidates.count)
    for target in recipe.targets {
      let chosen = choose(for: target, reasons: &reasons)
      for index in chosen { reasons[index] = nil }
      if chosen.count < target.rows {
        report.shortfalls.append(
          CurationReport.Shortfall(target: target.name, wanted: target.rows, found: chosen.count))
      }
    }
    keep(stage: "balance", unless: reasons)
  }

  private mutating func choose(for target: CorpusRecipe.Target, reasons: inout [String?]) -> [Int] {
    var isOpen = [Bool](repeating: false, count: candidates.count)
    for index in candidates.indices where candidates[index].record.label == target.label {
      isOpen[index] = true
      reasons[index] = "beyond the target"
    }
    for quota in target.atMost ?? [] {
      let matching = ranked(
        candidates.indices.filter { isOpen[$0] && quota.where.holds(for: candidates[$0].record) })
      for index in matching.dropFirst(quota.rows) {
        isOpen[index] = false
        reasons[index] = "over a limit of the target"
      }
    }
    var chosen: [Int] = []
    for quota in target.atLeast ?? [] {
      let matching = candidates.indices.filter { isOpen[$0] && quota.where.holds(for: candidates[$0].record) }
      let already = chosen.count { quota.where.holds(for: candidates[$0].record) }
      let taken = spread(
        matching, rows: min(max(0, quota.rows - already), target.rows - chosen.count), over: target.stratify)
      for index in taken { isOpen[index] = false }
      chosen += taken
      if already + taken.count < quota.rows {
        report.shortfalls.append(
          CurationReport.Shortfall(
            target: "\(target.name): \(quota.where.summary)", wanted: quota.rows,
            found: already + taken.count))
      }
    }
    chosen += spread(
      candidates.indices.filter { isOpen[$0] }, rows: target.rows - chosen.count, over: target.stratify)
    return chosen
  }

  /// Rows spread evenly over strata: every stratum gives the same number or all it has (max-min fairness);
  /// what is left over by rounding falls to the strata in the order of their names.
  private func spread(_ members: [Int], rows: Int, over properties: [CorpusRecipe.Target.Stratum]) -> [Int] {
    guard rows > 0 else { return [] }
    let strata = Dictionary(grouping: members) { stratum(of: candidates[$0].record, properties) }
      .sorted { $0.key < $1.key }
    let quotas = evenQuotas(sizes: strata.map(\.value.count), total: rows)
    return zip(strata, quotas).flatMap { ranked($0.value).prefix($1) }
  }

  private func ranked(_ members: [Int]) -> [Int] {
    members.map { (rank(candidates[$0].record.id, salt: Self.balanceSalt), $0) }.sorted { $0 < $1 }.map(\.1)
  }

  private func stratum(of record: Record, _ properties: [CorpusRecipe.Target.Stratum]) -> String {
    properties.map { property in
      switch property {
      case .source: record.source
      case .kind: record.kind.rawValue
      case .origin: record.origin?.rawValue ?? ""
      case .category: recipe.categories.first { record.categories[$0] == true } ?? ""
      case .register: record.register ?? ""
      }
    }.joined(separator: "\u{1F}")
  }

  // MARK: Split

  /// The rows of each split, whole sides together, each stratum of source and label in the splits' shares.
  func splits() -> [CuratedCorpus.Split] {
    let sides = Dictionary(grouping: candidates.indices, by: { candidates[$0].side })
    let strata = Dictionary(grouping: sides.keys) { side -> String in
      let record = candidates[sides[side]?.first ?? 0].record
      return "\(record.source) \(record.label?.rawValue ?? "open")"
    }
    var splitOfSide: [Int: Int] = [:]
    for (_, members) in strata.sorted(by: { $0.key < $1.key }) {
      let ranked = members.map { (rank(sideNames[$0] ?? "", salt: Self.splitSalt), $0) }.sorted { $0 < $1 }
      let total = members.reduce(0) { $0 + (sides[$1]?.count ?? 0) }
      var given = [Int](repeating: 0, count: recipe.splits.count)
      for (_, side) in ranked {
        // The split that is furthest behind its share takes the next side; ties fall to the first.
        let deficits = recipe.splits.indices.map {
          recipe.splits[$0].share * Double(total) - Double(given[$0])
        }
        let split =
          deficits.indices.max { deficits[$0] < deficits[$1] || (deficits[$0] == deficits[$1] && $0 > $1) }
          ?? 0
        splitOfSide[side] = split
        given[split] += sides[side]?.count ?? 0
      }
    }
    return recipe.splits.enumerated().map { number, split in
      CuratedCorpus.Split(
        name: split.name,
        records: candidates.filter { splitOfSide[$0.side] == number }.map(\.record))
    }
  }
}

/// How many of `total` each stratum gives: the same number, or all it has.
func evenQuotas(sizes: [Int], total: Int) -> [Int] {
  var quotas = [Int](repeating: 0, count: sizes.count)
  var left = min(total, sizes.reduce(0, +))
  while left > 0 {
    let open = sizes.indices.filter { quotas[$0] < sizes[$0] }
    let share = left / open.count
    guard share > 0 else {
      for index in open.prefix(left) { quotas[index] += 1 }
      return quotas
    }
    for index in open {
      let more = min(share, sizes[index] - quotas[index])
      quotas[index] += more
      left -= more
    }
  }
  return quotas
}

extension CorpusRecipe.Selector {
  /// The clauses in one line for reports.
  var summary: String {
    let clauses: [(String, [String]?)] = [
      ("label", label.map { [$0.rawValue] }), ("kind", kinds?.map(\.rawValue)),
      ("origin", origins?.map(\.rawValue)), ("source", sources), ("category", categories),
      ("register", registers),
    ]
    return clauses.compactMap { name, values in values.map { "\(name)=\($0.joined(separator: ","))" } }
      .joined(separator: " ")
  }
}

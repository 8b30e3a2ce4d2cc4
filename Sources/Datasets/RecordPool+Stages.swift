extension RecordPool {
  /// Salts that keep the random choices of the stages apart.
  private enum Salt {
    static let holdOut: UInt64 = 1
    static let cap: UInt64 = 2
    static let validation: UInt64 = 3
    static let minHash: UInt64 = 4
  }

  // MARK: Exact duplicates

  /// Of labelled rows with one key the first survives; where their labels differ, none does.
  mutating func dropExactDuplicates() {
    var first: [TextKey: Int] = [:]
    var members: [Int: [Int]] = [:]
    var conflicts: Set<Int> = []
    var survivor = [Int](repeating: 0, count: entries.count)
    for (index, entry) in entries.enumerated() {
      let original = first[entry.key] ?? index
      first[entry.key] = original
      survivor[index] = original
      guard original != index else { continue }
      members[original, default: [original]].append(index)
      if entries[original].record.label != entry.record.label { conflicts.insert(original) }
    }
    report.conflicts = conflicts.sorted().map { original in
      DatasetReport.Conflict(ids: (members[original] ?? []).map { entries[$0].record.id })
    }
    let reasons = survivor.enumerated().map { index, original in
      conflicts.contains(original) ? "label conflict" : original == index ? nil : "equal text"
    }
    keep(stage: "exact duplicates", unless: reasons)
    dropOpenDuplicates()
  }

  /// Raw lines repeat neither each other nor a labelled row.
  private mutating func dropOpenDuplicates() {
    var seen = Set(entries.map(\.key))
    let reasons = open.map { seen.insert($0.key).inserted ? nil : "equal text" }
    keepOpen(stage: "raw duplicates", unless: reasons)
  }

  // MARK: Near duplicates

  private var nearDuplicateSettings: NearDuplicates.Settings {
    var settings = NearDuplicates.Settings()
    settings.gram = recipe.nearDuplicates.gram
    settings.jaccard = recipe.nearDuplicates.jaccard
    settings.seed = seed &+ Salt.minHash
    return settings
  }

  /// Clusters the rows, then keeps the first row of each label in a cluster.
  ///
  /// Rows of one cluster with different labels are contrast, not repetition; they stay, on one side.
  mutating func clusterNearDuplicates() {
    var search = NearDuplicates(settings: nearDuplicateSettings, reservingTexts: entries.count)
    for entry in entries { search.add(entry.key) }
    report.tooShortToJudge = entries.count { $0.key.jamo.count < recipe.nearDuplicates.gram }
    var clusters = DisjointSets(count: entries.count)
    search.unite(in: &clusters)
    var sides = clusters
    var groups: [String: Int] = [:]
    for (index, entry) in entries.enumerated() {
      guard let group = entry.record.group else { continue }
      if let other = groups[group] { sides.unite(other, index) } else { groups[group] = index }
    }
    var sizes: [Int: Int] = [:]
    for index in entries.indices {
      entries[index].cluster = clusters.find(index)
      entries[index].side = sides.find(index)
      sideNames[entries[index].side] = entries[entries[index].side].record.id
      sizes[entries[index].cluster, default: 0] += 1
    }
    report.nearDuplicateClusters = sizes.values.count { $0 > 1 }
    dropNearDuplicates()
  }

  private mutating func dropNearDuplicates() {
    struct Kept: Hashable {
      var cluster: Int
      var label: Record.Label?
    }
    var seen: Set<Kept> = []
    let reasons = entries.map { entry in
      let isFirst = seen.insert(Kept(cluster: entry.cluster, label: entry.record.label)).inserted
      let isWanted = isFirst || recipe.sources[entry.source].keepNearDuplicates == true
      return isWanted ? nil : "near duplicate"
    }
    keep(stage: "near duplicates", unless: reasons)
  }

  // MARK: Splits

  /// Takes whole sides out for evaluation until each stratum has given its share of harmful rows.
  ///
  /// A stratum is a source with `holdOut` and the category of the side's first harmful row. What stands on
  /// a held-out side without being of such a source goes too: it is near to a row that is measured on.
  mutating func holdOut() {
    let sides = Dictionary(grouping: entries.indices, by: { entries[$0].side })
    let harmful = sides.mapValues { members in
      members.filter {
        entries[$0].record.label == .unsafe && recipe.sources[entries[$0].source].holdOut == true
      }
    }
    let strata = Dictionary(grouping: harmful.keys.filter { harmful[$0]?.isEmpty == false }.sorted()) {
      side in
      let record = entries[harmful[side]?.first ?? side].record
      let category = recipe.categories.first { record.categories[$0] == true } ?? ""
      return "\(record.source)/\(category)"
    }
    var chosen: Set<Int> = []
    for (_, candidates) in strata.sorted(by: { $0.key < $1.key }) {
      chosen.formUnion(
        choose(candidates, fraction: recipe.heldOutFraction, salt: Salt.holdOut) { harmful[$0]?.count ?? 0 })
    }
    let reasons: [String?] = entries.map { entry in
      guard chosen.contains(entry.side) else { return nil }
      return recipe.sources[entry.source].holdOut == true ? "held out" : "near a held-out row"
    }
    heldOut = zip(entries, reasons).filter { $0.1 == "held out" }.map(\.0.record)
    keep(stage: "held out", unless: reasons)
  }

  /// Moves whole sides to validation until each source has given its share.
  mutating func splitValidation() {
    let sides = Dictionary(grouping: entries.indices, by: { entries[$0].side })
    var chosen = Set(
      entries.filter { recipe.sources[$0.source].role == .validate }.map(\.side))
    let strata = Dictionary(grouping: sides.keys.filter { !chosen.contains($0) }.sorted()) { side in
      entries[sides[side]?.first ?? side].record.source
    }
    for (_, candidates) in strata.sorted(by: { $0.key < $1.key }) {
      chosen.formUnion(
        choose(candidates, fraction: recipe.validationFraction, salt: Salt.validation) {
          sides[$0]?.count ?? 0
        })
    }
    for index in entries.indices { entries[index].isValidation = chosen.contains(entries[index].side) }
    let count = entries.count { $0.isValidation }
    report.stages.append(
      DatasetReport.Stage(
        name: "validation split", taken: entries.count, given: entries.count - count,
        dropped: ["to validation": count]))
  }

  /// Sides in the order of their hash until the share of the total size is reached, or would be passed by
  /// more than stopping short falls below it.
  private func choose(
    _ sides: [Int], fraction: Double, salt: UInt64, size: (Int) -> Int
  ) -> [Int] {
    let total = sides.reduce(0) { $0 + size($1) }
    let target = Int((Double(total) * fraction).rounded())
    let ranked = sides.map { (rank(sideNames[$0] ?? "", salt: salt), $0) }.sorted { $0 < $1 }
    var chosen: [Int] = []
    var sum = 0
    for (_, side) in ranked where sum < target {
      let next = size(side)
      guard sum + next <= target || (sum + next - target) < (target - sum) else { continue }
      chosen.append(side)
      sum += next
    }
    return chosen
  }

  // MARK: Decontamination

  /// Drops labelled rows and raw lines that equal an evaluation text or are near to one.
  mutating func decontaminate(against evaluation: [EvaluationSet]) {
    var keys: [TextKey] = []
    var owners: [String] = []
    var known: [TextKey: String] = [:]
    for set in evaluation {
      for record in set.records {
        let key = TextKey(record.text)
        guard known[key] == nil else { continue }
        known[key] = set.name
        keys.append(key)
        owners.append(set.name)
      }
    }
    var search = NearDuplicates(
      settings: nearDuplicateSettings, reservingTexts: keys.count + entries.count + open.count)
    for key in keys { search.add(key) }
    for entry in entries { search.add(entry.key) }
    for entry in open { search.add(entry.key) }
    let near = search.matches(before: keys.count)
    let reason = { (entry: Entry, index: Int) -> String? in
      if let set = known[entry.key] { return "equals a text of \(set)" }
      return near[index].map { "near a text of \(owners[$0])" }
    }
    let reasons = entries.indices.map { reason(entries[$0], keys.count + $0) }
    let openReasons = open.indices.map { reason(open[$0], keys.count + reasons.count + $0) }
    keep(stage: "decontamination", unless: reasons)
    keepOpen(stage: "raw decontamination", unless: openReasons)
  }

  // MARK: Caps

  /// Keeps at most `cap` rows of a source, in the order of the hash of their group.
  mutating func cap() {
    keep(stage: "caps", unless: overCap(entries) { $0.role != .language })
    keepOpen(stage: "raw caps", unless: overCap(open) { $0.role == .language })
  }

  private func overCap(_ rows: [Entry], applies: (DatasetRecipe.Source) -> Bool) -> [String?] {
    var reasons = [String?](repeating: nil, count: rows.count)
    for (number, source) in recipe.sources.enumerated() where applies(source) {
      guard let cap = source.cap else { continue }
      let ranked = rows.indices.filter { rows[$0].source == number }.map { index in
        let record = rows[index].record
        return (rank(record.group ?? record.id, salt: Salt.cap), index)
      }.sorted { $0 < $1 }
      for (_, index) in ranked.dropFirst(cap) { reasons[index] = "over the cap" }
    }
    return reasons
  }
}

import Datasets

extension CandidatePool {
  private static let minHashSalt: UInt64 = 11

  private var settings: NearDuplicates.Settings {
    var settings = NearDuplicates.Settings()
    settings.gram = recipe.nearDuplicates.gram
    settings.jaccard = recipe.nearDuplicates.jaccard
    settings.seed = recipe.seed &+ Self.minHashSalt
    return settings
  }

  // MARK: Exact duplicates

  /// Of rows with one key the first survives; where their labels differ, none does.
  mutating func dropExactDuplicates() {
    var first: [TextKey: Int] = [:]
    first.reserveCapacity(candidates.count)
    var isContested: Set<Int> = []
    var original = [Int](repeating: 0, count: candidates.count)
    for (index, candidate) in candidates.enumerated() {
      let found = first[candidate.key]
      original[index] = found ?? index
      if let found {
        if candidates[found].record.label != candidate.record.label { isContested.insert(found) }
      } else {
        first[candidate.key] = index
      }
    }
    keep(
      stage: "exact-duplicates",
      unless: original.enumerated().map { index, original in
        isContested.contains(original) ? "labels differ" : original == index ? nil : "equal text"
      })
  }

  // MARK: Near duplicates

  /// Clusters the rows and keeps the first row of each label in a cluster; rows of one cluster, group or
  /// parent share a side.
  ///
  /// Rows of one cluster with different labels are contrast, not repetition; they stay, on one side.
  mutating func dropNearDuplicates(threads: Int) {
    var search = NearDuplicates(settings: settings, reservingTexts: candidates.count)
    search.add(contentsOf: candidates.map(\.key), threads: threads)
    report.tooShortToJudge = candidates.filter { $0.key.jamo.count < recipe.nearDuplicates.gram }
      .map(\.record.id)
    var clusters = DisjointSets(count: candidates.count)
    search.unite(in: &clusters)
    var sides = clusters
    var relatives: [String: Int] = [:]
    for (index, candidate) in candidates.enumerated() {
      let record = candidate.record
      for name in [record.group.map { "group \($0)" }, "id \(record.id)", record.parent.map { "id \($0)" }] {
        guard let name else { continue }
        if let other = relatives[name] { sides.unite(other, index) } else { relatives[name] = index }
      }
    }
    var members: [Int: [Int]] = [:]
    for index in candidates.indices {
      candidates[index].side = sides.find(index)
      if candidates[index].side == index { sideNames[index] = candidates[index].record.id }
      members[clusters.find(index), default: []].append(index)
    }
    var isRepeated = [Bool](repeating: false, count: candidates.count)
    for (_, cluster) in members where cluster.count > 1 {
      var seen: Set<Record.Label?> = []
      for index in cluster where !seen.insert(candidates[index].record.label).inserted {
        isRepeated[index] = true
      }
    }
    report.clusters = members.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
      .map { $0.map { candidates[$0].record.id } }
    keep(stage: "near-duplicates", unless: isRepeated.map { $0 ? "near duplicate" : nil })
  }

  // MARK: Decontamination

  /// Drops rows that repeat a row of an excluded set: its text, nearly its text, the text behind its
  /// obfuscation or their own, or the foreign text that both render.
  mutating func decontaminate(
    against sets: [(name: String, records: [Record])], screens: TextScreens, threads: Int
  ) {
    var keys: [TextKey] = []
    var owners: [String] = []
    var known: [TextKey: String] = [:]
    var renderings: [TextKey: String] = [:]
    var identifiers: [String: String] = [:]
    for (name, records) in sets {
      let readings = Self.readings(of: records.map(\.text), screens: screens, threads: threads)
      for (record, reading) in zip(records, readings) {
        for text in [record.text] + [reading].compactMap(\.self) {
          let key = TextKey(text)
          guard known.updateValue(known[key] ?? name, forKey: key) == nil else { continue }
          keys.append(key)
          owners.append(name)
        }
        if let source = record.sourceText { renderings[TextKey(source)] = name }
        identifiers[record.id] = name
        if let parent = record.parent { identifiers[parent] = name }
      }
    }
    let readings = Self.readings(of: candidates.map(\.record.text), screens: screens, threads: threads)
    let readingKeys = readings.map { $0.map { TextKey($0) } }
    var search = NearDuplicates(settings: settings, reservingTexts: keys.count + candidates.count)
    search.add(contentsOf: keys, threads: threads)
    search.add(contentsOf: candidates.map(\.key), threads: threads)
    let read = readingKeys.indices.filter { readingKeys[$0] != nil }
    search.add(contentsOf: read.compactMap { readingKeys[$0] }, threads: threads)
    let near = search.matches(before: keys.count)
    var nearByReading: [Int: Int] = [:]
    for (offset, index) in read.enumerated() {
      nearByReading[index] = near[keys.count + candidates.count + offset]
    }
    let reasons = candidates.indices.map { index -> String? in
      let candidate = candidates[index]
      if let name = known[candidate.key] { return "equals a text of \(name)" }
      if let owner = near[keys.count + index] { return "near a text of \(owners[owner])" }
      if let key = readingKeys[index] {
        if let name = known[key] { return "reads as a text of \(name)" }
        if let owner = nearByReading[index] { return "reads nearly as a text of \(owners[owner])" }
      }
      if let source = candidate.record.sourceText, let name = renderings[TextKey(source)] {
        return "renders the same text as \(name)"
      }
      let relatives = [candidate.record.id, candidate.record.parent].compactMap(\.self)
      return relatives.lazy.compactMap { identifiers[$0] }.first.map { "made from a row of \($0)" }
    }
    keep(stage: "decontamination", unless: reasons)
  }

  private static func readings(of texts: [String], screens: TextScreens, threads: Int) -> [String?] {
    let length = 4096
    let parts = concurrentMap((texts.count + length - 1) / length, threads: threads) { chunk in
      texts[chunk * length..<min(texts.count, (chunk + 1) * length)].map(screens.reading)
    }
    return parts.flatMap(\.self)
  }
}

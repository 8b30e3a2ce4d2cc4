/// Where each byte of a text came from, as a list of stretches.
struct SourceMap: Sendable, Equatable {
  /// A stretch of the text and where it came from. It ends where the next one begins.
  struct Run: Sendable, Equatable {
    var start: Int
    var sourceStart: Int
    /// The source length of a changed run; -1 for a copied run, whose length is the same on both sides.
    var sourceLength: Int

    var isCopy: Bool { sourceLength < 0 }
  }

  /// In order, from byte 0; empty when every byte is its own source.
  let runs: [Run]
  /// How many bytes the text has.
  let count: Int

  init(runs: [Run], count: Int) {
    let isIdentity = runs.count == 1 && runs[0].isCopy && runs[0].sourceStart == 0
    self.runs = isIdentity ? [] : runs
    self.count = count
  }

  /// Each run with the bytes that it covers; one copied run where there is none.
  var parts: [(run: Run, part: Range<Int>)] {
    guard !runs.isEmpty else {
      return count == 0 ? [] : [(Run(start: 0, sourceStart: 0, sourceLength: -1), 0..<count)]
    }
    return runs.indices.map { (runs[$0], runs[$0].start..<end(of: $0)) }
  }

  /// The bytes of the source that `range` came from. O(log runs).
  func sourceRange(of range: Range<Int>) -> Range<Int> {
    guard !runs.isEmpty else { return range }
    let first = runIndex(at: range.lowerBound, from: 0)
    let last = range.isEmpty ? first : runIndex(at: range.upperBound - 1, from: first)
    return sourceRange(of: range, firstRun: first, lastRun: last)
  }

  /// The map of a text that was made of this map's text in the stretches `later`.
  func followed(by later: SourceMap) -> SourceMap {
    guard !runs.isEmpty else { return later }
    var result: [Run] = []
    var cursor = Cursor(self)
    for (run, part) in later.parts {
      guard run.isCopy else {
        let source = cursor.sourceRange(of: run.sourceStart..<run.sourceStart + run.sourceLength)
        result.append(
          Run(start: part.lowerBound, sourceStart: source.lowerBound, sourceLength: source.count))
        continue
      }
      var position = part.lowerBound
      while position < part.upperBound {
        let offset = run.sourceStart - part.lowerBound
        let (stretch, source, isCopy) = cursor.firstRun(of: position + offset..<part.upperBound + offset)
        if !isCopy || !(result.last.map { $0.reaches(source.lowerBound, at: position) } ?? false) {
          result.append(
            Run(start: position, sourceStart: source.lowerBound, sourceLength: isCopy ? -1 : source.count))
        }
        position = stretch.upperBound - offset
      }
    }
    return SourceMap(runs: result, count: later.count)
  }

  /// The run that holds byte `offset`, not before run `start`; the last one when `offset` is the end.
  private func runIndex(at offset: Int, from start: Int) -> Int {
    var low = start
    var high = runs.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if runs[middle].start <= offset { low = middle } else { high = middle }
    }
    return low
  }

  private func sourceRange(of range: Range<Int>, firstRun: Int, lastRun: Int) -> Range<Int> {
    guard !range.isEmpty else {
      let point = range.lowerBound < count ? sourceStart(of: range.lowerBound, in: firstRun) : sourceEnd
      return point..<point
    }
    return sourceStart(of: range.lowerBound, in: firstRun)..<sourceEnd(of: range.upperBound - 1, in: lastRun)
  }

  private func end(of run: Int) -> Int { run + 1 < runs.count ? runs[run + 1].start : count }

  private func sourceStart(of byte: Int, in run: Int) -> Int {
    runs[run].sourceStart + (runs[run].isCopy ? byte - runs[run].start : 0)
  }

  private func sourceEnd(of byte: Int, in run: Int) -> Int {
    runs[run].sourceStart + (runs[run].isCopy ? byte - runs[run].start + 1 : runs[run].sourceLength)
  }

  /// Where the source of the last byte ends.
  private var sourceEnd: Int {
    runs.isEmpty || count == 0 ? count : sourceEnd(of: count - 1, in: runs.count - 1)
  }

  /// Maps ranges whose bounds never go down, in constant time each on the average.
  struct Cursor {
    private let map: SourceMap
    private var run = 0

    init(_ map: SourceMap) { self.map = map }

    mutating func sourceRange(of range: Range<Int>) -> Range<Int> {
      guard !map.runs.isEmpty else { return range }
      advance(to: range.lowerBound)
      let first = run
      guard !range.isEmpty else { return map.sourceRange(of: range, firstRun: first, lastRun: first) }
      var last = first
      while last + 1 < map.runs.count, map.runs[last + 1].start < range.upperBound { last += 1 }
      return map.sourceRange(of: range, firstRun: first, lastRun: last)
    }

    /// The first stretch of the non-empty `range` that lies in one run: its bytes, their source, and whether
    /// they are copied.
    mutating func firstRun(of range: Range<Int>) -> (part: Range<Int>, source: Range<Int>, isCopy: Bool) {
      guard !map.runs.isEmpty else { return (range, range, true) }
      advance(to: range.lowerBound)
      let part = range.lowerBound..<min(map.end(of: run), range.upperBound)
      return (part, map.sourceRange(of: part, firstRun: run, lastRun: run), map.runs[run].isCopy)
    }

    private mutating func advance(to offset: Int) {
      while run + 1 < map.runs.count, map.runs[run + 1].start <= offset { run += 1 }
    }
  }
}

extension SourceMap.Run {
  /// Whether this is a copied run that goes on to map byte `position` to byte `source`.
  func reaches(_ source: Int, at position: Int) -> Bool {
    isCopy && sourceStart + position - start == source
  }
}

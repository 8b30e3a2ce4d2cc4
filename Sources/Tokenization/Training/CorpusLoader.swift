import Normalization

/// Reads the lines of a training text: leaves out those that cannot be used, draws among the rest, normalizes
/// them and counts their words.
///
/// Source: `TrainerInterface::LoadSentences` of SentencePiece 0.2.3.
final class CorpusLoader {
  /// Lines go to the threads in blocks of about this many bytes a thread.
  private static let blockBytes = 1 << 20

  private(set) var report = CorpusReport()

  private let spec: SentencePieceModel.TrainerSpec
  private let isTable: Bool
  private let maximumMemory: Int?
  private let workers: [CorpusWorker]
  private var block = LineBlock()
  private var drawn: [(line: [UInt8], weight: Int)] = []
  private var seen = 0
  private var random: SplitMix64
  /// Whether enough lines were taken and the rest need not be read.
  private(set) var isFull = false
  /// Which worker's which word ended the line before.
  private var lastWord: (worker: Int, word: Int)?
  private var spill: WordSpill?

  /// A loader for a model of `settings`, whose text is normalized by `normalizer`.
  init(_ settings: TrainerSettings, _ meta: MetaPieces, split: WordSplit) throws(TokenizerTrainingError) {
    spec = settings.trainer
    isTable = spec.inputFormat == "tsv"
    maximumMemory = settings.maximumMemory
    random = SplitMix64(seed: settings.randomSeed)
    var workers: [CorpusWorker] = []
    // Whole lines keep their order, which several tables would not.
    for _ in 0..<(split == .lines ? 1 : settings.threads) {
      workers.append(try CorpusWorker(settings, meta, split: split))
    }
    self.workers = workers
    if let limit = settings.maximumMemory, case .lines = split, limit < Int.max { keepsLines = true }
  }

  private var keepsLines = false

  /// Takes one line, without its line end.
  func add(_ line: UnsafeBufferPointer<UInt8>) throws(TokenizerTrainingError) {
    report.lines += 1
    report.bytes += line.count
    var (text, weight) = (line, 1)
    if isTable { (text, weight) = try row(line) }
    if text.isEmpty {
      report.emptyLines += 1
    } else if spec.maximumSentenceLength > 0, text.count > spec.maximumSentenceLength {
      report.longLines += 1
      report.longestLine = max(report.longestLine, text.count)
    } else if Self.holdsReserved(text) {
      report.reservedLines += 1
    } else {
      try take(text, weight)
    }
  }

  private func row(
    _ line: UnsafeBufferPointer<UInt8>
  ) throws(TokenizerTrainingError) -> (UnsafeBufferPointer<UInt8>, Int) {
    let fields = line.split(separator: 0x09, omittingEmptySubsequences: false)
    guard fields.count == 2, let count = Int(String(decoding: fields[1], as: UTF8.self).trimmedASCII),
      count >= 1
    else {
      throw .malformedRow(line: report.lines, found: String(decoding: line.prefix(80), as: UTF8.self))
    }
    return (UnsafeBufferPointer(rebasing: fields[0]), count)
  }

  private static func holdsReserved(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard text.count >= 3 else { return false }
    for offset in 0..<text.count - 2
    where text[offset] == 0xE2 && text[offset + 1] == 0x96 && text[offset + 2] == 0x85 {
      return true
    }
    return false
  }

  private func take(_ text: UnsafeBufferPointer<UInt8>, _ weight: Int) throws(TokenizerTrainingError) {
    seen += 1
    guard spec.inputSentenceSize > 0, spec.shufflesInput else {
      try enqueue(text, weight)
      isFull = spec.inputSentenceSize > 0 && seen >= spec.inputSentenceSize
      return
    }
    // Vitter 1985, "Random Sampling with a Reservoir", algorithm R.
    if drawn.count < spec.inputSentenceSize {
      drawn.append((Array(text), weight))
    } else {
      let place = Int(random.next() % UInt64(seen))
      if place < drawn.count { drawn[place] = (Array(text), weight) }
    }
  }

  private func enqueue(_ text: UnsafeBufferPointer<UInt8>, _ weight: Int) throws(TokenizerTrainingError) {
    block.add(text, weight)
    if block.bytes >= Self.blockBytes * workers.count { try process() }
  }

  /// Normalizes the lines of the block and counts their words, on all threads.
  private func process() throws(TokenizerTrainingError) {
    let (block, workers, count) = (block, workers, workers.count)
    ParallelSlots.run(count) { slot in
      workers[slot].process(block, block.count * slot / count..<block.count * (slot + 1) / count)
    }
    for (slot, worker) in workers.enumerated() {
      guard let ends = worker.ends else { continue }
      if let lastWord { workers[lastWord.worker].followLine(lastWord.word, by: UInt16(ends.firstByte)) }
      lastWord = (slot, ends.lastWord)
    }
    self.block = LineBlock()
    guard let maximumMemory, workers.reduce(0, { $0 + $1.footprint }) > maximumMemory else { return }
    guard !keepsLines else { throw .memoryExhausted(limit: maximumMemory) }
    try spillWords()
  }

  private func spillWords() throws(TokenizerTrainingError) {
    let spill = self.spill ?? WordSpill()
    self.spill = spill
    // The last word of the block is still followed by something, which only unigram seeds look at.
    lastWord = nil
    for worker in workers { try worker.spill(to: spill) }
  }

  /// The words of all lines, and what became of them.
  func finish() throws(TokenizerTrainingError) -> WordTable {
    for (line, weight) in drawn {
      try line.withUnsafeBufferPointer { bytes throws(TokenizerTrainingError) in try enqueue(bytes, weight) }
    }
    drawn = []
    if block.count > 0 { try process() }
    if let lastWord {
      workers[lastWord.worker].followLine(lastWord.word, by: Successor.endOfText)
    }
    for worker in workers {
      report.usedLines += worker.usedLines
      report.blankLines += worker.blankLines
      report.malformedLines += worker.malformedLines
      report.nullLines += worker.nullLines
    }
    var words: WordTable
    if let spill {
      for worker in workers { try worker.spill(to: spill) }
      let merged = try spill.merged(keeping: maximumMemory ?? .max)
      report.droppedWords = merged.droppedWords
      report.droppedOccurrences = merged.droppedOccurrences
      words = merged.takeWords()
    } else {
      words = workers[0].takeWords()
      for worker in workers.dropFirst() { worker.merge(into: &words) }
    }
    report.words = words.count
    guard words.count > 0 else { throw .noText }
    return words
  }
}

/// Lines on their way to the threads.
final class LineBlock {
  private var text = GrowableBuffer<UInt8>(capacity: 1 << 16)
  private var lines = GrowableBuffer<Line>(capacity: 1 << 10)

  struct Line: BitwiseCopyable {
    var start: Int
    var count: Int
    var weight: Int
  }

  var count: Int { lines.count }
  var bytes: Int { text.count }

  func add(_ line: UnsafeBufferPointer<UInt8>, _ weight: Int) {
    guard let base = line.baseAddress else { return }
    lines.append(Line(start: text.count, count: line.count, weight: weight))
    text.append(base, count: line.count)
  }

  func line(_ index: Int) -> (text: UnsafeBufferPointer<UInt8>, weight: Int) {
    let line = lines[index]
    return (UnsafeBufferPointer(start: text.base + line.start, count: line.count), line.weight)
  }
}

extension String {
  /// Without ASCII spaces at the ends, which numbers in files may have.
  fileprivate var trimmedASCII: Substring {
    var text = self[...]
    while let first = text.utf8.first, first == 0x20 || first == 0x0D { text = text.dropFirst() }
    while let last = text.utf8.last, last == 0x20 || last == 0x0D { text = text.dropLast() }
    return text
  }
}

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Word counts on disk, for texts whose words do not fit into memory.
///
/// Full tables are written as runs in the order of their words' bytes; at the end the runs are merged, counts
/// of equal words add up, and the most frequent words come back. The files are anonymous: they are gone when
/// the process is. The result does not depend on when tables were written.
final class WordSpill {
  /// Words of this count and more are told apart no further when the rarest have to go.
  private static let largestCount = 1 << 16

  private var runs: [WordRun] = []

  /// Writes the words of a table.
  func write(_ words: borrowing WordTable) throws(TokenizerTrainingError) {
    var order = (0..<words.count).map { Int32($0) }
    order.sort { WordRun.compare(words.bytes(Int($0)), words.bytes(Int($1))) < 0 }
    let run = try WordRun()
    for index in order { try run.append(words.entries[Int(index)], words.bytes(Int(index))) }
    runs.append(run)
  }

  /// The words of all runs together, the rarest left out until the rest takes at most `limit` bytes.
  func merged(keeping limit: Int) throws(TokenizerTrainingError) -> Merged {
    let whole = try WordRun()
    var sizes = [Int](repeating: 0, count: Self.largestCount + 1)
    for run in runs { try run.rewind() }
    while let first = runs.indices.filter({ runs[$0].head != nil }).min(by: {
      runs[$0].comes(before: runs[$1])
    }) {
      guard var entry = runs[first].head else { break }
      let bytes = runs[first].bytes
      try runs[first].advance()
      for run in runs {
        guard let same = run.head, run.bytes == bytes else { continue }
        entry.count += same.count
        entry.lineEnds += same.lineEnds
        entry.next.add(same.next)
        entry.nextLine.add(same.nextLine)
        try run.advance()
      }
      try bytes.withUnsafeBufferPointer { bytes throws(TokenizerTrainingError) in
        try whole.append(entry, bytes)
      }
      sizes[min(entry.count, Self.largestCount)] += Self.size(bytes.count)
    }
    runs = []
    var least = Self.largestCount + 1
    var total = 0
    while least > 1, total + sizes[least - 1] <= limit || least > Self.largestCount {
      least -= 1
      total += sizes[least]
    }
    return try load(whole, least: least)
  }

  private func load(_ run: WordRun, least: Int) throws(TokenizerTrainingError) -> Merged {
    let result = Merged()
    try run.rewind()
    while let entry = run.head {
      if entry.count >= least {
        run.bytes.withUnsafeBufferPointer { if let base = $0.baseAddress { result.add(entry, base) } }
      } else {
        result.droppedWords += 1
        result.droppedOccurrences += entry.count
      }
      try run.advance()
    }
    return result
  }

  /// About how many bytes a word takes in a table.
  private static func size(_ bytes: Int) -> Int { bytes + MemoryLayout<WordTable.Entry>.stride + 16 }

  /// What came back.
  final class Merged {
    private var words = WordTable()
    fileprivate(set) var droppedWords = 0
    fileprivate(set) var droppedOccurrences = 0

    fileprivate func add(_ entry: WordTable.Entry, _ bytes: UnsafePointer<UInt8>) {
      _ = words.merge(entry, bytes: bytes)
    }

    /// The words, which this gives away.
    func takeWords() -> WordTable {
      var taken = WordTable()
      swap(&taken, &words)
      return taken
    }
  }
}

/// One file of words in the order of their bytes.
private final class WordRun {
  /// The word that is read next; nil at the end.
  private(set) var head: WordTable.Entry?
  /// Its bytes.
  private(set) var bytes: [UInt8] = []

  private let file: UnsafeMutablePointer<FILE>
  private let path: String

  init() throws(TokenizerTrainingError) {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    path = folder + "/haechi-words-XXXXXX"
    var name = Array(path.utf8CString)
    let descriptor = mkstemp(&name)
    guard descriptor >= 0 else { throw .unwritableFile(path: path, code: errno) }
    unlink(name)
    guard let file = fdopen(descriptor, "w+") else {
      let code = errno
      close(descriptor)
      throw .unwritableFile(path: path, code: code)
    }
    self.file = file
  }

  deinit { fclose(file) }

  func append(_ entry: WordTable.Entry, _ bytes: UnsafeBufferPointer<UInt8>) throws(TokenizerTrainingError) {
    var entry = entry
    entry.length = Int32(bytes.count)
    // SAFETY: an entry is a plain value; the sizes are those of what is written.
    let written = withUnsafeBytes(of: &entry) { fwrite($0.baseAddress, $0.count, 1, file) }
    guard written == 1, fwrite(bytes.baseAddress, 1, bytes.count, file) == bytes.count else {
      throw .unwritableFile(path: path, code: errno)
    }
  }

  func rewind() throws(TokenizerTrainingError) {
    guard fflush(file) == 0, fseek(file, 0, SEEK_SET) == 0 else {
      throw .unwritableFile(path: path, code: errno)
    }
    try advance()
  }

  func advance() throws(TokenizerTrainingError) {
    var entry = WordTable.Entry(start: 0, length: 0, count: 0)
    // SAFETY: as above; the file holds what `append` wrote.
    let read = withUnsafeMutableBytes(of: &entry) { fread($0.baseAddress, $0.count, 1, file) }
    guard read == 1 else {
      guard ferror(file) == 0 else { throw .unreadableFile(path: path, code: errno) }
      head = nil
      return
    }
    bytes = [UInt8](repeating: 0, count: Int(entry.length))
    let count = bytes.withUnsafeMutableBytes { fread($0.baseAddress, 1, $0.count, file) }
    guard count == bytes.count else { throw .unreadableFile(path: path, code: errno) }
    head = entry
  }

  func comes(before other: WordRun) -> Bool {
    bytes.withUnsafeBufferPointer { own in
      other.bytes.withUnsafeBufferPointer { Self.compare(own, $0) < 0 }
    }
  }

  static func compare(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Int {
    let shorter = min(left.count, right.count)
    if let a = left.baseAddress, let b = right.baseAddress {
      let order = Int(memcmp(a, b, shorter))
      if order != 0 { return order }
    }
    return left.count - right.count
  }
}

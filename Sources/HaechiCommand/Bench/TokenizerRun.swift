import Normalization
import Tokenization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Times a tokenizer in seconds of this process's processor time: other work on the machine does not count.
struct TokenizerRun {
  /// One kind of work over the whole text.
  struct Rate: Equatable {
    let name: String
    /// Megabytes (10^6 bytes of text) a processor second, of the median repeat.
    let megabytesPerSecond: Double
  }

  /// What was found.
  struct Result: Equatable {
    let rates: [Rate]
    let lines: Int
    let bytes: Int
    let tokens: Int
    /// From the file's bytes to a tokenizer that is ready, in the median repeat.
    let loadMilliseconds: Double
  }

  let model: [UInt8]
  let lines: [[UInt8]]
  let iterations: Int

  /// Measures everything; one cache of words serves all lines of a repeat, and begins empty with it.
  func measure() throws(TokenizationError) -> Result {
    let bytes = lines.reduce(0) { $0 + $1.count }
    let tokenizer = try Tokenizer(model: SentencePieceModel(serialized: model))
    let texts = lines.map { AlignedText(utf8: $0) }
    let ids = tokenizer.encodeBatch(lines, threads: 1)
    var rates: [Rate] = []
    func time(_ name: String, _ body: () -> Void) {
      let seconds = median { body() }
      rates.append(Rate(name: name, megabytesPerSecond: Double(bytes) / 1e6 / max(seconds, 1e-9)))
    }
    time("encode") {
      let session = TokenizerSession(tokenizer)
      for line in lines { line.withUnsafeBufferPointer { session.withIDs(of: $0) { _ in } } }
    }
    time("encode_offsets") {
      let session = TokenizerSession(tokenizer)
      var encoding = Encoding()
      for line in lines {
        encoding.ids.removeAll(keepingCapacity: true)
        encoding.spans.removeAll(keepingCapacity: true)
        line.withUnsafeBufferPointer { session.encodeWithSpans(utf8: $0, into: &encoding) }
      }
    }
    time("decode") {
      var text: [UInt8] = []
      for row in ids {
        text.removeAll(keepingCapacity: true)
        row.withUnsafeBufferPointer { tokenizer.decode($0, into: &text) }
      }
    }
    time("normalize") { for text in texts { _ = tokenizer.prepared(text) } }
    var failure: TokenizationError?
    let load = median {
      do throws(TokenizationError) {
        _ = try Tokenizer(model: SentencePieceModel(serialized: model))
      } catch { failure = error }
    }
    if let failure { throw failure }
    return Result(
      rates: rates, lines: lines.count, bytes: bytes, tokens: ids.reduce(0) { $0 + $1.count },
      loadMilliseconds: load * 1000)
  }

  private func median(_ body: () -> Void) -> Double {
    var seconds: [Double] = []
    for _ in 0..<iterations {
      let start = Self.processSeconds()
      body()
      seconds.append(Self.processSeconds() - start)
    }
    return seconds.sorted()[iterations / 2]
  }

  private static func processSeconds() -> Double {
    var time = timespec()
    // SAFETY: `time` outlives the call.
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// About `bytes` of Korean: lines of the words of ``BenchQueries``, the k-th as often as 1/k.
  ///
  /// So few words flatter any cache; give a text of your own for figures that hold for it.
  static func madeUpLines(bytes: Int) -> [[UInt8]] {
    let words = BenchQueries.all.flatMap { $0.split(separator: " ") }.map { Array($0.utf8) }
    var state: UInt64 = 1
    func random() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 33) / Double(1 << 31)
    }
    var lines: [[UInt8]] = []
    var total = 0
    while total < bytes {
      var line: [UInt8] = []
      for index in 0..<12 {
        let rank = Int(exp(random() * log(Double(words.count))))
        if index > 0 { line.append(0x20) }
        line += words[min(words.count, max(1, rank)) - 1]
      }
      total += line.count
      lines.append(line)
    }
    return lines
  }
}

extension TokenizerRun.Result {
  /// The result as one line of JSON; rates in megabytes a processor second.
  func json(peakMemoryBytes: Int, processor: String) -> String {
    var name: [UInt8] = []
    JSONString.append(processor.utf8, to: &name)
    let parts = rates.map { "\"\($0.name)_mb_per_s\":\(JSONRecord.number($0.megabytesPerSecond))" }
    return "{\(parts.joined(separator: ",")),\"load_ms\":\(JSONRecord.number(loadMilliseconds)),"
      + "\"lines\":\(lines),\"bytes\":\(bytes),\"tokens\":\(tokens),"
      + "\"peak_memory_bytes\":\(peakMemoryBytes),\"processor\":\(String(decoding: name, as: UTF8.self))}"
  }

  /// The result as a table for people.
  func table(peakMemoryBytes: Int, processor: String, in language: Language) -> String {
    let isKorean = language == .ko
    let names =
      isKorean
      ? ["encode": "인코딩", "encode_offsets": "인코딩과 위치", "decode": "디코딩", "normalize": "정규화"]
      : [
        "encode": "encode", "encode_offsets": "encode, offsets", "decode": "decode", "normalize": "normalize",
      ]
    func line(_ name: String, _ cell: String) -> String {
      name + String(repeating: " ", count: max(1, 20 - DisplayWidth.of(name))) + cell
    }
    return
      (rates.map { line(names[$0.name] ?? $0.name, tenths($0.megabytesPerSecond) + " MB/s") }
      + [
        line(isKorean ? "불러오기" : "load", tenths(loadMilliseconds) + " ms"),
        line(isKorean ? "최대 메모리" : "peak memory", tenths(Double(peakMemoryBytes) / 1_048_576) + " MiB"),
        line(isKorean ? "텍스트" : "text", "\(lines), \(bytes) B, \(tokens)"),
        line(isKorean ? "기계" : "machine", processor),
      ]).joined(separator: "\n")
  }
}

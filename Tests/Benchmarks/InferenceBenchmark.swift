import CKernels
import Foundation
import Inference
import Models

/// Prints what the int8 decoder costs at the shipped shape with random weights: quantizing, loading, the readout
/// by length and instruction set, branches, memory, and the f32 twin beside it.
///
/// Times are of this thread on the processor, so a busy machine disturbs them little.
func runInferenceBenchmark() throws {
  let configuration = LlamaConfiguration(
    vocabularySize: 8192, hiddenSize: 192, intermediateSize: 528, layers: 4, attentionHeads: 3,
    keyValueHeads: 3, headDimension: 64, maximumPositions: 512)
  let checkpoint = Checkpoint.random(
    configuration, metadata: .sample(contextTokens: 256, categories: 13), seed: 1)
  let bytes = try BundleWriter.bundle(from: checkpoint)
  print("bundle                \(bytes.count) bytes")
  let bundle = try ModelBundle(quantizing: checkpoint)
  try measureLoading(bytes)
  let before = residentBytes()
  var ids: [Int32] = (0..<512).map { Int32(truncatingIfNeeded: ($0 &* 7919 &+ 31) % 8000 + 100) }
  ids[0] = 1
  for isa in [HK_ISA_PORTABLE, HK_ISA_AVX2, HK_ISA_AVX512] where isa.rawValue <= hk_isa_supported().rawValue {
    let decoder = Int8Decoder(bundle: bundle, isa: isa)
    let workspace = decoder.makeWorkspace()
    for count in [8, 27, 55, 110, 256] {
      let input = Array(ids.prefix(count - 1)) + [3]
      let times = measure(runs: isa == HK_ISA_PORTABLE ? 20 : 400) {
        _ = decoder.readout(ids: input, workspace: workspace)
      }
      print("readout isa \(isa.rawValue) \(count) tokens", times)
    }
    let ends = Array(stride(from: 3, through: 48, by: 3))
    let times = measure(runs: isa == HK_ISA_PORTABLE ? 20 : 400) {
      _ = decoder.branchReadouts(ends: ends, token: 3, workspace: workspace)
    }
    print("branches isa \(isa.rawValue) \(ends.count) ends", times)
  }
  print(
    "resident for workspaces \((residentBytes() - before) >> 10) KiB, in all \(residentBytes() >> 20) MiB")
  try compareWithFloat(checkpoint, bundle, ids)
}

/// Loading the bundle from memory, and reading it once for the checksum.
private func measureLoading(_ bytes: [UInt8]) throws {
  let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 64)
  // SAFETY: the bundles below do not leave this function, and the buffer lives until it ends.
  defer { buffer.deallocate() }
  buffer.copyBytes(from: bytes)
  let borrowed = UnsafeRawBufferPointer(buffer)
  let bundle = try ModelBundle(unowned: borrowed)
  print("load from memory     ", measure(runs: 50) { _ = try? ModelBundle(unowned: borrowed) })
  print("make decoder         ", measure(runs: 50) { _ = Int8Decoder(bundle: bundle) })
  print("checksum             ", measure(runs: 50) { try? bundle.verifyChecksum() })
}

/// The f32 twin's time, and how far the int8 logits lie from its.
private func compareWithFloat(_ checkpoint: Checkpoint, _ bundle: ModelBundle, _ ids: [Int32]) throws {
  let float = try FloatDecoder(checkpoint: checkpoint)
  let decoder = Int8Decoder(bundle: bundle)
  let workspace = decoder.makeWorkspace()
  let input = Array(ids.prefix(54)) + [3]
  print("f32 twin 55 tokens   ", measure(runs: 20) { _ = float.readout(ids: input) })
  var squares = 0.0
  var signal = 0.0
  var agreeing = 0
  let trials = 200
  for trial in 0..<trials {
    let part = ids[trial..<trial + 5 + trial % 60] + [3]
    let expected = float.readout(ids: Array(part))
    let found = decoder.readout(ids: Array(part), workspace: workspace)
    for (one, other) in zip(found, expected) {
      squares += Double((one - other) * (one - other))
      signal += Double(other * other)
    }
    agreeing += (found[0] < found[1]) == (expected[0] < expected[1]) ? 1 : 0
  }
  let error = (squares / signal).squareRoot()
  print("int8 against f32      relative error \(error), labels agree \(agreeing) of \(trials)")
}

/// Quantiles of a thread's processor time.
private func measure(runs: Int, _ body: () -> Void) -> String {
  for _ in 0..<max(3, runs / 10) { body() }
  let times = (0..<runs).map { _ in
    let start = threadSeconds()
    body()
    return (threadSeconds() - start) * 1000
  }.sorted()
  let quantiles = [0.5, 0.95, 0.99].map { String(format: "%.3f", times[Int(Double(runs - 1) * $0)]) }
  return "p50 \(quantiles[0]) ms, p95 \(quantiles[1]), p99 \(quantiles[2])"
}

private func threadSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

private func residentBytes() -> Int {
  guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return 0 }
  return text.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 4096 } ?? 0
}

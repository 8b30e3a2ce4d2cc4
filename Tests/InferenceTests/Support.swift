import CKernels
import Foundation
import Models

extension LlamaConfiguration {
  /// Widths that fill no panel, grouped queries, heads too narrow for the vector kernels.
  static let ragged = LlamaConfiguration(
    vocabularySize: 40, hiddenSize: 20, intermediateSize: 50, layers: 3, attentionHeads: 4, keyValueHeads: 2,
    headDimension: 6, maximumPositions: 40)
  /// Widths that the vector kernels take whole.
  static let even = LlamaConfiguration(
    vocabularySize: 100, hiddenSize: 48, intermediateSize: 120, layers: 2, attentionHeads: 3,
    keyValueHeads: 3, headDimension: 16, maximumPositions: 96)
}

/// The instruction sets that this machine can run.
var runnableInstructionSets: [hk_isa] {
  [HK_ISA_PORTABLE, HK_ISA_AVX2, HK_ISA_AVX512].filter { $0.rawValue <= hk_isa_supported().rawValue }
}

/// Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func ids(_ count: Int, below limit: Int) -> [Int32] {
    (0..<count).map { _ in Int32.random(in: 0..<Int32(limit), using: &self) }
  }

  mutating func floats(_ count: Int, in range: ClosedRange<Float>) -> [Float] {
    (0..<count).map { _ in Float.random(in: range, using: &self) }
  }
}

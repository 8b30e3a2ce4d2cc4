/// Hashes that are the same on every machine and in every run, unlike `Hasher`.
package enum StableHash {
  /// FNV-1a over bytes (Fowler, Noll, Vo), finished by ``mix(_:)``.
  package static func hash(_ bytes: some Sequence<UInt8>, seed: UInt64) -> UInt64 {
    var hash = 0xcbf2_9ce4_8422_2325 ^ mix(seed)
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    return mix(hash)
  }

  /// The finalizer of SplitMix64 (Steele, Lea, Flood 2014).
  package static func mix(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9e37_79b9_7f4a_7c15
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}

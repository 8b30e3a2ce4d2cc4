import Foundation

// The few functions of the C library that training needs in Swift.

func cosine(_ x: Float) -> Float { Foundation.cos(x) }
func cosine(_ x: Double) -> Double { Foundation.cos(x) }
func sine(_ x: Double) -> Double { Foundation.sin(x) }
func logarithm(_ x: Double) -> Double { Foundation.log(x) }
func power(_ x: Double, _ y: Double) -> Double { Foundation.pow(x, y) }
func exponential(_ x: Float) -> Float { Foundation.exp(x) }
func exponential(_ x: Double) -> Double { Foundation.exp(x) }
func logarithmOnePlus(_ x: Float) -> Float { Foundation.log1p(x) }

/// log(1 + eˣ) without overflow.
func softplus(_ x: Float) -> Float { max(x, 0) + logarithmOnePlus(exponential(-abs(x))) }

/// 1 / (1 + e⁻ˣ) without overflow.
func sigmoid(_ x: Float) -> Float {
  let small = exponential(-abs(x))
  return x >= 0 ? 1 / (1 + small) : small / (1 + small)
}

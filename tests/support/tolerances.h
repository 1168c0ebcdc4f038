#pragma once

// Every tolerance of the tests, op by type, relative to the largest entry of the tensor compared. Loosening one needs a
// reason beside it.
namespace undula::test {

/// float64 backward against central differences, whose own error is about 1e-9.
constexpr double kGradientTolerance = 1e-6;
/// float64 against float64 in another order (chunks, summaries).
constexpr double kF64Reordered = 1e-12;

/// fp32 2^t, relative: the polynomial is good to 1.5e-7, two roundings follow.
constexpr double kExp2F32 = 2.5e-7;
/// What e^x adds for each unit of |x|: the rounding of x log2(e) on targets without fused multiply-add.
constexpr double kExpSlopeF32 = 7e-8;
/// Sine and cosine: polynomials good to 1e-7; without fused multiply-add the angle's rounding for each quarter turn.
constexpr double kTurnF32 = 1.5e-7;
/// Sigmoid, softplus and its derivative: an exponential, a polynomial or a reciprocal, a product.
constexpr double kSigmoidF32 = 5e-7;
/// 2^20 steps of a decaying state: it is rounded at every step. Rounding the factor too would cost up to 3e-2.
constexpr double kSlowDecayF32 = 2e-3;

/// fp32 scan forward against the float64 reference: h sums up to a few hundred products that were each rounded, and the
/// exponential is good to 2e-7.
constexpr double kScanForwardF32 = 2e-6;
/// fp32 scan backward: gradients of parameters sum over all rows and positions.
constexpr double kScanBackwardF32 = 1e-5;
/// The same of complex A, whose angles are rounded on targets without fused multiply-add.
constexpr double kComplexScanForwardF32 = 5e-6;
constexpr double kComplexScanBackwardF32 = 2e-5;
/// fp32 S4D scan against float64: its constants are rounded once, sums run over up to a hundred products.
constexpr double kS4dForwardF32 = 2e-6;
constexpr double kS4dBackwardF32 = 1e-5;
/// fp32 convolution: K products and one SiLU.
constexpr double kConv1dForwardF32 = 1e-6;
constexpr double kConv1dBackwardF32 = 5e-6;
/// fp32 embeddings, k-mers and token convolutions: sums of a few rows forward; backward, of thousands of
/// positions one after the other.
constexpr double kTokenForwardF32 = 1e-6;
constexpr double kTokenBackwardF32 = 1e-5;
/// fp32 pooling: sums over positions in order.
constexpr double kPoolF32 = 5e-6;
/// fp32 products of up to a few hundred terms, RMSNorm and AdamW: sums and a handful of rounded operations.
constexpr double kDenseF32 = 5e-6;

/// Kernels of devices against the float64 reference: fp32.
constexpr double kDeviceF32 = 2e-6;
/// The same with bfloat16 activations. What a result is made of is kept in fp32, and it is rounded once: by up to 2^-8,
/// 3.9e-3, of a number just above a power of two, which may be the largest.
constexpr double kDeviceBF16 = 4e-3;

/// The S4D scan on devices: states are rounded at every step, on the CPU once in 16.
constexpr double kS4dDeviceForwardF32 = 5e-6;
constexpr double kS4dDeviceBackwardF32 = 2e-5;

/// fp32 against fp32 of a whole layer in another order (steps against whole), or against float64.
constexpr double kModelF32 = 1e-5;
/// A layer on a device against the CPU, both in fp32: sums in another order, other approximations of e^x.
constexpr double kDeviceLayerF32 = 3e-5;
/// The same with layers in bfloat16, which rounds by up to 2^-9 at each operation; gradients pass ten of them.
constexpr double kDeviceLayerBF16 = 4e-2;
/// Whole models against golden outputs, which were computed in float64.
constexpr double kGoldenF32 = 1e-4;
constexpr double kGoldenF64 = 1e-10;

}  // namespace undula::test

#pragma once
#include "isa.h"
#include "kernels_f32.h"
